import { canaryAutoscaler } from "../../../../lifecycle/policy/rules/canary-autoscaler";
import { canaried, next, policyCases } from "../../../support/policy-cases";

const hpa = (name: string, target = name) =>
    next(
        "autoscaling/v2",
        "HorizontalPodAutoscaler",
        name,
        `{scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: ${target}}}`,
    );
const scaled = (name: string, target = name) =>
    next("keda.sh/v1alpha1", "ScaledObject", name, `{scaleTargetRef: {name: ${target}}}`);
const referring = (name: string) =>
    canaried(
        "orders",
        undefined,
        `autoscalerRef: {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, name: ${name}}`,
    );
const fights = (kind: string) =>
    `prod/${kind}/orders: it scales orders, which Flagger scales to zero for prod/Canary/orders, and nothing scales orders-primary, which serves`;

describe("canary-autoscaler", () => {
    policyCases(canaryAutoscaler, [
        { what: "the autoscaler a canary refers to", yaml: referring("orders") + hpa("orders") },
        {
            what: "an autoscaler the canary does not know of",
            yaml: canaried("orders") + hpa("orders"),
            violations: [fights("HorizontalPodAutoscaler")],
        },
        {
            what: "KEDA's, which the canary does not know of",
            yaml: canaried("orders") + scaled("orders"),
            violations: [fights("ScaledObject")],
        },
        {
            what: "two autoscalers, one for the primary, as Flagger documents it",
            yaml: canaried("orders") + hpa("orders") + hpa("orders-primary"),
        },
        {
            what: "KEDA's beside one of the primary: it scales from zero",
            yaml: canaried("orders") + scaled("orders") + hpa("orders-primary"),
            violations: [
                "prod/ScaledObject/orders: it scales orders up again, which Flagger scales to zero for prod/Canary/orders",
            ],
        },
        {
            what: "a reference to the autoscaler of something else",
            yaml: referring("shop") + hpa("shop"),
            violations: [
                "prod/Canary/orders: its autoscalerRef is prod/HorizontalPodAutoscaler/shop, which scales Deployment shop and not its target orders",
            ],
        },
        { what: "an autoscaler of a workload without a canary", yaml: canaried("orders") + hpa("shop") },
    ]);
});
