import { registryOnly } from "../../../../lifecycle/policy/rules/registry-only";
import { policyCases } from "../../../support/policy-cases";

const istiod = (mode: string) =>
    `{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: istiod, namespace: istio-system}, spec: {chart: {spec: {chart: istiod}}, values: {meshConfig: {outboundTrafficPolicy: {mode: ${mode}}}}}}\n---\n`;
const sidecar = (namespace: string, spec: string) =>
    `{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: open, namespace: ${namespace}}, spec: ${spec}}\n`;
const open = "{outboundTrafficPolicy: {mode: ALLOW_ANY}}";

describe("registry-only", () => {
    policyCases(registryOnly, [
        {
            what: "a Sidecar that opens a namespace",
            yaml: istiod("REGISTRY_ONLY") + sidecar("prod", open),
            violations: [
                "prod/Sidecar/open: it lets the whole namespace out to any host (ALLOW_ANY), where windlass:istio.outboundTraffic is REGISTRY_ONLY",
            ],
        },
        {
            what: "a Sidecar that opens the mesh",
            yaml: istiod("REGISTRY_ONLY") + sidecar("istio-system", open),
            violations: [
                "istio-system/Sidecar/open: it lets every namespace without a Sidecar of its own out to any host (ALLOW_ANY), where windlass:istio.outboundTraffic is REGISTRY_ONLY",
            ],
        },
        { what: "a mesh that lets everything out", yaml: istiod("ALLOW_ANY") + sidecar("prod", open) },
        {
            what: "a Sidecar that says nothing of it",
            yaml: istiod("REGISTRY_ONLY") + sidecar("prod", "{egress: []}"),
        },
        {
            what: "a Sidecar of some workloads",
            yaml:
                istiod("REGISTRY_ONLY") +
                sidecar(
                    "prod",
                    "{workloadSelector: {labels: {app: a}}, outboundTrafficPolicy: {mode: ALLOW_ANY}}",
                ),
        },
    ]);
});
