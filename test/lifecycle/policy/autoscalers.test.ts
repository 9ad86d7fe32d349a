import assert from "node:assert/strict";
import { isAutoscaler, scaleTarget } from "../../../lifecycle/policy/autoscalers";
import type { Manifest } from "../../../lifecycle/workloads/manifest";

const scaler = (apiVersion: string, kind: string, scaleTargetRef: object): Manifest => ({
    apiVersion,
    kind,
    metadata: { name: "a" },
    spec: { scaleTargetRef },
});

describe("autoscalers", () => {
    it("are Kubernetes' own and KEDA's", () => {
        assert.ok(isAutoscaler({ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" }));
        assert.ok(isAutoscaler({ apiVersion: "keda.sh/v1alpha1", kind: "ScaledObject" }));
        assert.ok(!isAutoscaler({ apiVersion: "autoscaling.k8s.io/v1", kind: "VerticalPodAutoscaler" }));
        assert.ok(!isAutoscaler({ apiVersion: "keda.sh/v1alpha1", kind: "ScaledJob" }));
    });

    it("scale a Deployment where KEDA's names no kind", () => {
        const target = { group: "apps", kind: "Deployment", name: "b" };
        assert.deepEqual(scaleTarget(scaler("keda.sh/v1alpha1", "ScaledObject", { name: "b" })), target);
        assert.deepEqual(
            scaleTarget(
                scaler("autoscaling/v2", "HorizontalPodAutoscaler", {
                    apiVersion: "argoproj.io/v1alpha1",
                    kind: "Rollout",
                    name: "b",
                }),
            ),
            { group: "argoproj.io", kind: "Rollout", name: "b" },
        );
    });
});
