import { getIn } from "../../files/json-path";
import { type PolicyObject, type PolicyRule, objectId } from "../rule";

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
                object: objectId(object),
                reason: `it sets replicas, which ${scaled.get(objectId(object))} owns`,
            }));
    },
};

function scaledTarget(object: PolicyObject): string | undefined {
    const path = { Canary: "targetRef", HorizontalPodAutoscaler: "scaleTargetRef" }[object.kind];
    if (path === undefined) return undefined;
    const reference = getIn(object, ["spec", path]) as { kind?: unknown; name?: unknown } | undefined;
    return `${object.metadata.namespace}/${String(reference?.kind)}/${String(reference?.name)}`;
}
