import { optedOutPods } from "../../../../lifecycle/policy/rules/opted-out-pods";
import { deployment, policyCases } from "../../../support/policy-cases";

const violation =
    'prod/Deployment/backend: its pods carry sidecar.istio.io/inject: "false", so they run outside the mesh';

describe("opted-out-pods", () => {
    policyCases(optedOutPods, [
        { what: "pods that say nothing", yaml: deployment("{spec: {}}") },
        {
            what: 'pods that say "true"',
            yaml: deployment('{metadata: {labels: {sidecar.istio.io/inject: "true"}}}'),
        },
        {
            what: "pods that opt out by label",
            yaml: deployment('{metadata: {labels: {sidecar.istio.io/inject: "false"}}}'),
            violations: [violation],
        },
        {
            what: "pods that opt out by annotation",
            yaml: deployment('{metadata: {annotations: {sidecar.istio.io/inject: "false"}}}'),
            violations: [violation],
        },
        {
            what: "pods that opt out where nothing is injected in Git",
            yaml: deployment('{metadata: {labels: {sidecar.istio.io/inject: "false"}}}'),
            context: { gitNamespaces: new Set() },
        },
    ]);
});
