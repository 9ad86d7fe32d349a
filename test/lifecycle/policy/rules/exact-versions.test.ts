import { exactVersions } from "../../../../lifecycle/policy/rules/exact-versions";
import { deployment, policyCases } from "../../../support/policy-cases";

const image = (text: string) => deployment(`{spec: {containers: [{name: app, image: "${text}"}]}}`);
const release = (version: string) =>
    `{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: istiod, namespace: istio-system}, spec: {chart: {spec: {chart: istiod${version}}}}}`;
const floats = (text: string) => `prod/Deployment/backend: the image of container app floats: ${text}`;

describe("exact-versions", () => {
    policyCases(exactVersions, [
        { what: "an exact tag", yaml: image("ghcr.io/stefanprodan/podinfo:6.9.2") },
        { what: "a digest", yaml: image(`example.com/app@sha256:${"0".repeat(64)}`) },
        { what: "an image that the webhook fills in", yaml: image("auto") },
        { what: "no tag", yaml: image("nginx"), violations: [floats("nginx")] },
        {
            what: "a port instead of a tag",
            yaml: image("127.0.0.1:5000/app"),
            violations: [floats("127.0.0.1:5000/app")],
        },
        { what: "the tag latest", yaml: image("nginx:latest"), violations: [floats("nginx:latest")] },
        {
            what: "a tag that moves with patches",
            yaml: image("nginx:1.29"),
            violations: [floats("nginx:1.29")],
        },
        { what: "an exact chart", yaml: release(", version: 1.31.1") },
        {
            what: "a range of charts",
            yaml: release(', version: "1.x"'),
            violations: ["istio-system/HelmRelease/istiod: its chart's version floats: 1.x"],
        },
        {
            what: "no version of a chart",
            yaml: release(""),
            violations: ["istio-system/HelmRelease/istiod: its chart's version floats: none is given"],
        },
    ]);
});
