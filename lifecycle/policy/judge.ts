import type { Waiver } from "../stack/settings";
import type { PolicyContext, PolicyFinding, PolicyObject, PolicyRule } from "./rule";
import { POLICY_RULES } from "./rules";

/** What {@link judgePolicies} works on. */
export interface JudgePoliciesArgs {
    readonly objects: readonly PolicyObject[];
    readonly context: PolicyContext;
    /** Waivers by rule id. One that has expired waives nothing. @default none */
    readonly waivers?: readonly Waiver[] | undefined;
    /** Day that waivers are held against: `2026-11-21`. */
    readonly today: string;
    /** @default POLICY_RULES */
    readonly rules?: readonly PolicyRule[] | undefined;
}

/** Every violation of every rule; those that a waiver lets pass carry it. */
export function judgePolicies(args: JudgePoliciesArgs): readonly PolicyFinding[] {
    const { objects, context, waivers = [], today, rules = POLICY_RULES } = args;
    return rules.flatMap((rule) => {
        const waiver = waivers.find(({ id, expires }) => id === rule.id && expires >= today);
        return rule.judge(objects, context).map((violation) => ({ ...violation, rule, waiver }));
    });
}
