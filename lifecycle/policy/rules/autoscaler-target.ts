import { getIn } from "../../files/json-path";
import { type PolicyRule, objectId } from "../rule";

/** The demo this project grew out of had its backend's autoscaler scale the frontend. */
export const autoscalerTarget: PolicyRule = {
    id: "autoscaler-target",
    description: "An autoscaler scales a workload of the stack, and no two scale the same.",
    remedy: "Correct spec.scaleTargetRef",
    judge: (objects) => {
        const known = new Set(objects.map(objectId));
        const scaledBy = new Map<string, string>();
        return objects
            .filter(({ kind }) => kind === "HorizontalPodAutoscaler")
            .flatMap((autoscaler) => {
                const id = objectId(autoscaler);
                const { kind, name } = (getIn(autoscaler, ["spec", "scaleTargetRef"]) ?? {}) as Record<
                    string,
                    unknown
                >;
                const target = `${autoscaler.metadata.namespace}/${String(kind)}/${String(name)}`;
                const other = scaledBy.get(target);
                scaledBy.set(target, other ?? id);
                if (!known.has(target))
                    return [{ object: id, reason: `it scales ${target}, which does not exist` }];
                return other === undefined
                    ? []
                    : [{ object: id, reason: `it scales ${target}, as ${other} does` }];
            });
    },
};
