import type { PolicyContext, PolicyFinding, PolicyRule } from "./rule";
import { POLICY_RULES } from "./rules";
import type { Manifest } from "../workloads/manifest";

/** What {@link judgePolicies} works on. */
export interface JudgePoliciesArgs {
    readonly objects: readonly Manifest[];
    readonly context: PolicyContext;
    /** @default POLICY_RULES */
    readonly rules?: readonly PolicyRule[];
}

/** Every violation of every rule, in the rules' order. Waivers are the business of whoever reports them. */
export function judgePolicies({
    objects,
    context,
    rules = POLICY_RULES,
}: JudgePoliciesArgs): readonly PolicyFinding[] {
    return rules.flatMap((rule) => rule.judge(objects, context).map((violation) => ({ ...violation, rule })));
}
