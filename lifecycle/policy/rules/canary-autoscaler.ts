import { fieldsOf } from "../../canaries/complaints";
import { groupOf } from "../../workloads/api-group";
import { isAutoscaler, scaleTarget } from "../autoscalers";
import { type CanaryOf, canariesOf, identity, identityOf } from "../canaries-of";
import { type PolicyRule, type Violation, blame } from "../rule";
import { type Manifest, objectId } from "../../workloads/manifest";

/**
 * Flagger copies the autoscaler a Canary refers to for the primary, which serves, and scales the target to zero itself. One
 * it does not know of scales the target up again, and nothing scales the pods that serve. Two of Kubernetes' own, one for
 * the target and one for the primary, are Flagger's documented alternative: at zero the first is inactive. KEDA's is not.
 */
export const canaryAutoscaler: PolicyRule = {
    id: "canary-autoscaler",
    description: "The autoscaler of a canary's target is the one the canary refers to.",
    remedy: "Name it in spec.autoscalerRef of the Canary",
    judge: (objects) => {
        const canaries = canariesOf(objects);
        if (canaries.length === 0) return [];
        const autoscalers = objects.filter(isAutoscaler);
        const byTarget = new Map<string, Manifest[]>();
        for (const autoscaler of autoscalers) {
            const { group, kind, name } = scaleTarget(autoscaler);
            const key = identity(group, kind, autoscaler.metadata.namespace ?? "", name);
            byTarget.set(key, [...(byTarget.get(key) ?? []), autoscaler]);
        }
        const byIdentity = new Map(autoscalers.map((object) => [identityOf(object), object]));
        return canaries.flatMap((canary) =>
            canary.spec["autoscalerRef"] === undefined
                ? unknownTo(canary, byTarget)
                : astray(canary, byIdentity),
        );
    },
};

/** Autoscalers of a target whose Canary refers to none. */
function unknownTo(
    { canary, spec, namespace }: CanaryOf,
    byTarget: ReadonlyMap<string, readonly Manifest[]>,
): readonly Violation[] {
    const { kind, name } = fieldsOf(spec["targetRef"]);
    const own = (suffix: string) =>
        byTarget.get(identity("apps", String(kind), namespace, `${String(name)}${suffix}`)) ?? [];
    const primaryScales = own("-primary").length > 0;
    return own("")
        .filter((autoscaler) => autoscaler.kind === "ScaledObject" || !primaryScales)
        .map((autoscaler) => ({
            ...blame(autoscaler),
            reason: primaryScales
                ? `it scales ${String(name)} up again, which Flagger scales to zero for ${objectId(canary)}`
                : `it scales ${String(name)}, which Flagger scales to zero for ${objectId(canary)}, and nothing scales ${String(name)}-primary, which serves`,
        }));
}

/** A reference to an autoscaler of something else, which Flagger would copy for the primary all the same. */
function astray(
    { canary, spec, namespace }: CanaryOf,
    byIdentity: ReadonlyMap<string, Manifest>,
): readonly Violation[] {
    const { apiVersion, kind, name } = fieldsOf(spec["autoscalerRef"]);
    const group = groupOf(String(apiVersion));
    const autoscaler = byIdentity.get(identity(group, String(kind), namespace, String(name)));
    if (!autoscaler) return [];
    const scaled = scaleTarget(autoscaler);
    const target = fieldsOf(spec["targetRef"]);
    if (scaled.kind === target["kind"] && scaled.name === target["name"]) return [];
    return [
        {
            ...blame(canary),
            reason: `its autoscalerRef is ${objectId(autoscaler)}, which scales ${scaled.kind} ${scaled.name} and not its target ${String(target["name"])}`,
            remedy: "Refer to the autoscaler of the target, or correct that one's scaleTargetRef",
        },
    ];
}
