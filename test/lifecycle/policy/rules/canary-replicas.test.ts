import { canaryReplicas } from "../../../../lifecycle/policy/rules/canary-replicas";
import { policyCases } from "../../../support/policy-cases";

const workload = (spec: string) =>
    `{apiVersion: apps/v1, kind: Deployment, metadata: {name: backend, namespace: prod}, spec: ${spec}}\n`;
const canary =
    "---\n{apiVersion: flagger.app/v1beta1, kind: Canary, metadata: {name: backend, namespace: prod}, spec: {targetRef: {kind: Deployment, name: backend}}}";
const autoscaler =
    "---\n{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: scaler, namespace: prod}, spec: {scaleTargetRef: {kind: Deployment, name: backend}}}";

describe("canary-replicas", () => {
    policyCases(canaryReplicas, [
        { what: "replicas that nobody else owns", yaml: workload("{replicas: 2}") },
        { what: "a canary's target without replicas", yaml: workload("{}") + canary },
        {
            what: "a canary's target with replicas, zero included",
            yaml: workload("{replicas: 0}") + canary,
            violations: ["prod/Deployment/backend: it sets replicas, which prod/Canary/backend owns"],
        },
        {
            what: "an autoscaled workload with replicas",
            yaml: workload("{replicas: 2}") + autoscaler,
            violations: [
                "prod/Deployment/backend: it sets replicas, which prod/HorizontalPodAutoscaler/scaler owns",
            ],
        },
        {
            what: "a workload with replicas that KEDA scales",
            yaml:
                workload("{replicas: 3}") +
                "---\n{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: scaler, namespace: prod}, spec: {scaleTargetRef: {name: backend}}}",
            violations: ["prod/Deployment/backend: it sets replicas, which prod/ScaledObject/scaler owns"],
        },
        {
            what: "the same name in another namespace",
            yaml: workload("{replicas: 2}").replace("prod", "test") + canary,
        },
    ]);
});
