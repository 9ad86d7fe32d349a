import { proxyVersion } from "../../../../lifecycle/policy/rules/proxy-version";
import { deployment, policyCases } from "../../../support/policy-cases";

const proxied = (image: string, list = "containers", name = "istio-proxy") =>
    deployment(`{spec: {${list}: [{name: ${name}, image: "${image}"}]}}`);

describe("proxy-version", () => {
    policyCases(proxyVersion, [
        {
            what: "the control plane's own version",
            yaml: proxied("docker.io/istio/proxyv2:1.31.1-distroless"),
        },
        {
            what: "a proxy one minor older",
            yaml: proxied("docker.io/istio/proxyv2:1.30.0", "initContainers"),
        },
        {
            what: "a newer patch",
            yaml: proxied("docker.io/istio/proxyv2:1.31.2-distroless"),
            violations: ["prod/Deployment/backend: its proxy 1.31.2 is newer than the control plane 1.31.1"],
        },
        {
            what: "a newer native sidecar, from a registry with a port",
            yaml: proxied("127.0.0.1:5000/istio/proxyv2:1.32.0", "initContainers"),
            violations: ["prod/Deployment/backend: its proxy 1.32.0 is newer than the control plane 1.31.1"],
        },
        {
            what: "a proxy two minors older",
            yaml: proxied("docker.io/istio/proxyv2:1.29.8", "initContainers", "istio-init"),
            violations: [
                "prod/Deployment/backend: its proxy 1.29.8 is more than one minor older than the control plane 1.31.1",
            ],
        },
        {
            what: "a proxy two minors older whose own revision serves it",
            yaml: proxied("docker.io/istio/proxyv2:1.29.8"),
            context: { strategy: "revisions" },
        },
        {
            what: "a proxy three minors older, by revision too",
            yaml: proxied("docker.io/istio/proxyv2:1.28.10"),
            context: { strategy: "revisions" },
            violations: [
                "prod/Deployment/backend: its proxy 1.28.10 is more than two minors older than the control plane 1.31.1",
            ],
        },
        {
            what: "a newer proxy, by revision too",
            yaml: proxied("docker.io/istio/proxyv2:1.32.0"),
            context: { strategy: "revisions" },
            violations: ["prod/Deployment/backend: its proxy 1.32.0 is newer than the control plane 1.31.1"],
        },
        {
            what: "an application with a tag like a version",
            yaml: proxied("example.com/app:9.9.9", "containers", "app"),
        },
        { what: "a proxy that the webhook fills in", yaml: proxied("auto") },
        {
            what: "anything where the control plane is unknown",
            yaml: proxied("docker.io/istio/proxyv2:9.0.0"),
            context: { controlPlane: undefined },
        },
    ]);
});
