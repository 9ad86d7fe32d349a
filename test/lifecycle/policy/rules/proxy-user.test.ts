import { proxyUser } from "../../../../lifecycle/policy/rules/proxy-user";
import { deployment, policyCases } from "../../../support/policy-cases";

const proxied = (pod: string, container: string, init = "") =>
    deployment(
        `{spec: {${pod} initContainers: [{name: istio-proxy, securityContext: {runAsUser: 1337, runAsGroup: 1337}}${init}], containers: [{name: app${container}}]}}`,
    );
const past = "so its traffic goes past the proxy";

describe("proxy-user", () => {
    policyCases(proxyUser, [
        { what: "the proxy itself", yaml: proxied("", "") },
        {
            what: "a container with the proxy's user",
            yaml: proxied("", ", securityContext: {runAsUser: 1337}"),
            violations: [`prod/Deployment/backend: its container app runs with runAsUser: 1337, ${past}`],
        },
        {
            what: "a pod whose containers inherit the proxy's group",
            yaml: proxied("securityContext: {runAsUser: 1000, runAsGroup: 1337},", ""),
            violations: [`prod/Deployment/backend: its container app runs with runAsGroup: 1337, ${past}`],
        },
        {
            what: "a container that sets another user than its pod",
            yaml: proxied("securityContext: {runAsUser: 1337},", ", securityContext: {runAsUser: 1000}"),
        },
        {
            what: "an init container, which has no proxy to go past yet",
            yaml: proxied("", "", ", {name: migrate, securityContext: {runAsUser: 1337}}"),
        },
        {
            what: "a sidecar among the init containers",
            yaml: proxied("", "", ", {name: log, restartPolicy: Always, securityContext: {runAsUser: 1337}}"),
            violations: [`prod/Deployment/backend: its container log runs with runAsUser: 1337, ${past}`],
        },
        {
            what: "a workload outside the mesh",
            yaml: deployment("{spec: {containers: [{name: app, securityContext: {runAsUser: 1337}}]}}"),
        },
        {
            what: "a workload whose proxy the webhook brings",
            yaml: deployment("{spec: {containers: [{name: app, securityContext: {runAsUser: 1337}}]}}"),
            context: { modes: new Map([["prod/Deployment/backend", "webhook"]]) },
            violations: [`prod/Deployment/backend: its container app runs with runAsUser: 1337, ${past}`],
        },
    ]);
});
