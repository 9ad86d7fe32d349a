import type { PolicyContext, PolicyFinding, PolicyObject, PolicyRule } from "./rule";
import { POLICY_RULES } from "./rules";

/** What {@link judgePolicies} works on. */
export interface JudgePoliciesArgs {
    readonly objects: readonly PolicyObject[];
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
