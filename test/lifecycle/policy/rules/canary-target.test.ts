import { canaryTarget } from "../../../../lifecycle/policy/rules/canary-target";
import { canaried, policyCases } from "../../../support/policy-cases";

const onHost = (spec = "") =>
    canaried("orders", undefined, spec).replace("team: shop}}", "team: shop}}, spec: {hostNetwork: true}");
const daemon = (type: string) =>
    canaried("orders")
        .replaceAll("Deployment", "DaemonSet")
        .replace("spec: {selector", `spec: {updateStrategy: {type: ${type}}, selector`);

describe("canary-target", () => {
    policyCases(canaryTarget, [
        { what: "a target Flagger can roll out", yaml: canaried("orders") },
        {
            what: "pods on the host's network, which nobody measures",
            yaml: onHost(),
            violations: [
                "prod/Canary/orders: it cannot be measured: the pods of its target prod/Deployment/orders use the host's network, where they have no sidecar; and a node has each port once, for the canary or for the primary",
            ],
        },
        ...["skipAnalysis: true", "provider: kubernetes"].map((spec) => ({
            what: `pods on the host's network with ${spec}`,
            yaml: onHost(spec),
            violations: [
                "warning prod/Canary/orders: the pods of its target prod/Deployment/orders use the host's network, and a node has each port once, for the canary or for the primary",
            ],
        })),
        {
            what: "a selector without a label Flagger knows",
            yaml: canaried("orders", "service: orders"),
            violations: [
                "prod/Canary/orders: Flagger tells the pods of its target prod/Deployment/orders from the primary's by one of the labels app, name, app.kubernetes.io/name, and spec.selector.matchLabels has none of them",
            ],
        },
        { what: "a DaemonSet that rolls", yaml: daemon("RollingUpdate") },
        {
            what: "a DaemonSet that does not roll",
            yaml: daemon("OnDelete"),
            violations: [
                'prod/Canary/orders: Flagger rolls out no DaemonSet whose updateStrategy is "OnDelete", as that of its target prod/DaemonSet/orders',
            ],
        },
    ]);
});
