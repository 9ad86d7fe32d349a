import { fieldsOf } from "../../canaries/complaints";
import { isAutoscaler, scaleTarget } from "../autoscalers";
import { type CanaryOf, canariesOf } from "../canaries-of";
import { type PolicyRule, blame } from "../rule";
import { objectId } from "../../workloads/manifest";

/**
 * The demo this project grew out of had its backend's autoscaler scale the frontend. What Flagger makes of a Canary's target
 * counts as a workload, too: its documentation has people scale the primary by an autoscaler of their own ("How it works",
 * "Canary target"); with an autoscalerRef, Flagger makes that one itself.
 */
export const autoscalerTarget: PolicyRule = {
    id: "autoscaler-target",
    description: "An autoscaler scales a workload of the stack, and no two scale the same.",
    remedy: "Correct spec.scaleTargetRef",
    judge: (objects) => {
        const autoscalers = objects.filter(isAutoscaler);
        if (autoscalers.length === 0) return [];
        const known = new Set(objects.map(objectId));
        const scaledBy = new Map<string, string>();
        for (const canary of canariesOf(objects)) {
            const primary = primaryOf(canary);
            known.add(primary);
            if (canary.spec["autoscalerRef"] !== undefined)
                scaledBy.set(primary, `the copy that Flagger makes for ${objectId(canary.canary)}`);
        }
        return autoscalers.flatMap((autoscaler) => {
            const { kind, name } = scaleTarget(autoscaler);
            const target = `${autoscaler.metadata.namespace}/${kind}/${name}`;
            const other = scaledBy.get(target);
            scaledBy.set(target, other ?? objectId(autoscaler));
            if (!known.has(target))
                return [{ ...blame(autoscaler), reason: `it scales ${target}, which does not exist` }];
            return other === undefined
                ? []
                : [{ ...blame(autoscaler), reason: `it scales ${target}, as ${other} does` }];
        });
    },
};

function primaryOf({ spec, namespace }: CanaryOf): string {
    const { kind, name } = fieldsOf(spec["targetRef"]);
    return `${namespace}/${String(kind)}/${String(name)}-primary`;
}
