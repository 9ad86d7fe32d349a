import type { PolicyPackArgs, StackValidationArgs, StackValidationPolicy } from "@pulumi/policy";
import { contextOf } from "../lifecycle/policy/context";
import type { PolicyObject, PolicyRule } from "../lifecycle/policy/rule";
import { POLICY_RULES } from "../lifecycle/policy/rules";

/**
 * The rules of `windlass check` as Pulumi policies: `pulumi preview --policy-pack policy`. A waiver is a setting of a stack
 * and unknown here; what is waived is let pass by Pulumi's own configuration of the pack
 * (pulumi.com/docs/insights/policy, "enforcementLevel").
 */
export function policyPack(): PolicyPackArgs {
    return { enforcementLevel: "mandatory", policies: POLICY_RULES.map(toStackPolicy) };
}

function toStackPolicy(rule: PolicyRule): StackValidationPolicy {
    const { id, description, remedy } = rule;
    return {
        name: id,
        description,
        validateStack: (args, reportViolation) => {
            const objects = objectsOf(args);
            // A stack whose layers Flux applies holds no workloads, and no mesh to judge.
            if (!objects.some(({ kind }) => kind === "PeerAuthentication")) return;
            for (const { object, reason } of rule.judge(objects, contextOf(objects))) {
                reportViolation(`${object ?? "the stack"}: ${reason}. ${remedy}.`);
            }
        },
    };
}

/** The Kubernetes objects among a stack's resources. What a preview does not know yet is missing in them. */
function objectsOf({ resources }: StackValidationArgs): readonly PolicyObject[] {
    return resources
        .filter(({ type }) => type.startsWith("kubernetes:") && !type.startsWith("kubernetes:helm.sh/"))
        .map(({ props }) => props as unknown as PolicyObject)
        .filter(({ apiVersion, kind, metadata }) => apiVersion && kind && (metadata as unknown));
}
