import type { PolicyPackArgs, StackValidationArgs, StackValidationPolicy } from "@pulumi/policy";
import { contextOf } from "../lifecycle/policy/context";
import type { PolicyRule } from "../lifecycle/policy/rule";
import { POLICY_RULES } from "../lifecycle/policy/rules";
import type { Manifest } from "../lifecycle/workloads/manifest";

/**
 * The rules of `windlass check` as Pulumi policies: `pulumi preview --policy-pack policy`. A waiver is a setting of a stack
 * and unknown here; what is waived is let pass by Pulumi's own configuration of the pack
 * (pulumi.com/docs/insights/policy, "enforcementLevel").
 */
export function policyPack(): PolicyPackArgs {
    const refusals = POLICY_RULES.map((rule) => toStackPolicy(rule, "refused"));
    const warnings = POLICY_RULES.map((rule) => toStackPolicy(rule, "warning"));
    return { enforcementLevel: "mandatory", policies: [...refusals, ...warnings] };
}

/** A policy has one level, and a rule's violations may have two: a policy for each. */
function toStackPolicy(rule: PolicyRule, level: "refused" | "warning"): StackValidationPolicy {
    const { id, description } = rule;
    return {
        name: level === "refused" ? id : `${id}-warning`,
        description,
        ...(level === "refused" ? {} : { enforcementLevel: "advisory" as const }),
        validateStack: (args, reportViolation) => {
            const objects = objectsOf(args);
            // A stack whose layers Flux applies holds no workloads, and no mesh to judge.
            if (!objects.some(({ kind }) => kind === "PeerAuthentication")) return;
            for (const violation of rule.judge(objects, contextOf(objects))) {
                if ((violation.level ?? "refused") !== level) continue;
                const { object = "the stack", reason, remedy = rule.remedy } = violation;
                reportViolation(`${object}: ${reason}. ${remedy}.`);
            }
        },
    };
}

/** The Kubernetes objects among a stack's resources. What a preview does not know yet is missing in them. */
function objectsOf({ resources }: StackValidationArgs): readonly Manifest[] {
    return resources
        .filter(({ type }) => type.startsWith("kubernetes:") && !type.startsWith("kubernetes:helm.sh/"))
        .map(({ props }) => props as unknown as Manifest)
        .filter(({ apiVersion, kind, metadata }) => apiVersion && kind && (metadata as unknown));
}
