import { fieldsOf } from "../../canaries/complaints";
import { getIn } from "../../kit/json-path";
import { isCanary } from "../../workloads/plan-workloads";
import { isAutoscaler, scaleTarget } from "../autoscalers";
import { type PolicyRule, blame } from "../rule";
import { type Manifest, objectId } from "../../workloads/manifest";

/** Flagger scales the target to zero between rollouts; whoever applies `replicas` would scale it up again, for ever. */
export const canaryReplicas: PolicyRule = {
    id: "canary-replicas",
    description: "A workload that a canary or an autoscaler scales says no replicas itself.",
    remedy: "Remove spec.replicas",
    judge: (objects) => {
        const scaled = new Map(
            objects.flatMap((object) => {
                const target = scaledTarget(object);
                return target === undefined ? [] : [[target, objectId(object)] as const];
            }),
        );
        return objects
            .filter(
                (object) => getIn(object, ["spec", "replicas"]) !== undefined && scaled.has(objectId(object)),
            )
            .map((object) => ({
                ...blame(object),
                reason: `it sets replicas, which ${scaled.get(objectId(object))} owns`,
            }));
    },
};

function scaledTarget(object: Manifest): string | undefined {
    if (!isCanary(object) && !isAutoscaler(object)) return undefined;
    const { kind, name } = isCanary(object)
        ? fieldsOf(getIn(object, ["spec", "targetRef"]))
        : scaleTarget(object);
    return `${object.metadata.namespace}/${String(kind)}/${String(name)}`;
}
