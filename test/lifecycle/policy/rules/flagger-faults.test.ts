import { flaggerFaults } from "../../../../lifecycle/policy/rules/flagger-faults";
import { canaried, policyCases } from "../../../support/policy-cases";

const yaml = canaried(
    "orders",
    undefined,
    "autoscalerRef: {apiVersion: keda.sh/v1alpha1, kind: ScaledObject, name: orders}",
);
const violations = [
    "warning prod/Canary/orders: Flagger may copy the pause of a ScaledObject to the primary's, which then stays at 0 replicas while the Canary says Succeeded (github.com/fluxcd/flagger/issues/1934)",
];

describe("flagger-faults", () => {
    policyCases(flaggerFaults, [
        {
            what: "a ScaledObject under a Flagger that may pause the primary's",
            yaml,
            violations,
            context: { flagger: "1.44.0" },
        },
        {
            what: "a ScaledObject under a Flagger that copies no annotations",
            yaml,
            context: { flagger: "1.40.0" },
        },
        { what: "a ScaledObject under an unknown Flagger", yaml, violations },
        {
            what: "Kubernetes' own autoscaler",
            yaml: yaml.replace(
                "keda.sh/v1alpha1, kind: ScaledObject",
                "autoscaling/v2, kind: HorizontalPodAutoscaler",
            ),
        },
    ]);
});
