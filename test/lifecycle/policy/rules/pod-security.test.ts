import { podSecurity } from "../../../../lifecycle/policy/rules/pod-security";
import { deployment, policyCases } from "../../../support/policy-cases";

const namespace = (level: string) =>
    `{apiVersion: v1, kind: Namespace, metadata: {name: prod, labels: {pod-security.kubernetes.io/enforce: ${level}}}}\n---\n`;
const init = "{name: istio-init, securityContext: {capabilities: {add: [NET_ADMIN, NET_RAW], drop: [ALL]}}}";
const redirected = deployment(
    `{spec: {initContainers: [${init}, {name: istio-proxy}], containers: [{name: app}]}}`,
);
const byAgent = deployment(
    "{spec: {initContainers: [{name: istio-validation}, {name: istio-proxy}], containers: [{name: app}]}}",
);
const plain = deployment("{spec: {containers: [{name: app}]}}");
const refusal = (level: string) =>
    `Namespace/prod: its label pod-security.kubernetes.io/enforce: ${level} has the API server refuse the pods of prod/Deployment/backend, whose istio-init adds NET_ADMIN and NET_RAW`;
const webhook = { modes: new Map([["prod/Deployment/backend", "webhook"]] as const) };

describe("pod-security", () => {
    policyCases(podSecurity, [
        {
            what: "restricted pods with istio-init",
            yaml: namespace("restricted") + redirected,
            violations: [refusal("restricted")],
        },
        {
            what: "baseline pods with istio-init",
            yaml: namespace("baseline") + redirected,
            violations: [refusal("baseline")],
        },
        { what: "privileged pods", yaml: namespace("privileged") + redirected },
        { what: "pods the node agent redirects", yaml: namespace("restricted") + byAgent },
        {
            what: "pods whose istio-init only validates",
            yaml: namespace("restricted") + redirected.replace("add: [NET_ADMIN, NET_RAW], ", ""),
        },
        { what: "pods outside the mesh", yaml: namespace("restricted") + plain },
        {
            what: "pods the webhook will give istio-init",
            yaml: namespace("restricted") + plain,
            context: { ...webhook, cni: false },
            violations: [refusal("restricted")],
        },
        {
            what: "pods of the webhook with the node agent",
            yaml: namespace("restricted") + plain,
            context: { ...webhook, cni: true },
        },
        {
            what: "a namespace that only warns",
            yaml: namespace("restricted").replace("/enforce", "/warn") + redirected,
        },
    ]);
});
