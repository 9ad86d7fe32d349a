import assert from "node:assert/strict";
import { autoscaler } from "../../../../lifecycle/schemas/objects/autoscaler";
import { faultsOf } from "../../../support/object-faults";

const spec = (text: string) => `{spec: {${text}}}`;

describe("autoscaler", () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
        [
            "minReplicas: 2, maxReplicas: 4, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]",
            [],
        ],
        [
            "minReplicas: 5, maxReplicas: 4",
            ["spec.maxReplicas: must not be less than minReplicas, which is 5"],
        ],
        ["maxReplicas: 0", ["spec.maxReplicas: must be at least 1"]],
        ["minReplicas: -1, maxReplicas: 1", ["spec.minReplicas: must not be negative"]],
        [
            "metrics: [{type: Cpu}]",
            ["spec.metrics.0.type: must be one of Resource, ContainerResource, Pods, Object, External"],
        ],
        [
            "metrics: [{type: Pods, resource: {}}]",
            ["spec.metrics.0.pods: is required for a metric of type Pods"],
        ],
        [
            "metrics: [{type: Resource, resource: {name: cpu, target: {type: Value}}}]",
            ["spec.metrics.0.resource.target: must say a value, an averageValue or an averageUtilization"],
        ],
        [
            "behavior: {scaleUp: {policies: []}}",
            ["spec.behavior.scaleUp.policies: must have at least one policy, where it is given"],
        ],
        [
            "behavior: {scaleDown: {stabilizationWindowSeconds: 4000, policies: [{type: Pods, value: 0, periodSeconds: 60}]}}",
            [
                "spec.behavior.scaleDown.stabilizationWindowSeconds: must be from 0 to 3600",
                "spec.behavior.scaleDown.policies.0.value: must be at least 1",
            ],
        ],
    ];
    for (const [text, faults] of cases) {
        it(`${faults.length > 0 ? "refuses" : "takes"} ${text}`, () =>
            assert.deepEqual(faultsOf(autoscaler, spec(text)), faults));
    }
});
