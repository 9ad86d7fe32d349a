import semver from "semver";

import type { Candidate } from "./catalog-index";
import type { GateContext, GateName } from "./gates/gate";
import { GATES } from "./gates/gates";
import { faultIds } from "./minors";
import { existing } from "./resolve";

/** The smallest step that mends what is wrong with a pin. */
export interface NearestFix {
    readonly version: string;
    /** Published faults of the pin it has none of. */
    readonly mends: readonly string[];
    /** Whether the stack's range takes it in. */
    readonly isInRange: boolean;
    /** Why it is no place to stay at, as a sentence without its full stop: its own support has ended. */
    readonly but?: string;
}

/** What no release may fail that somebody is to move to; how far it is and how old, others judge. */
const NEEDED: readonly GateName[] = ["stable", "hold", "kubernetes", "artifacts", "client"];
const NEEDED_GATES = GATES.filter(({ name }) => NEEDED.includes(name));

/**
 * The release nearest above the pin that has none of the pin's published faults: a patch of the same minor where there is
 * one, be its support over or not.
 *
 * @returns undefined where the pin has no published fault, or nothing mends all of them
 */
export function nearestFix(context: GateContext): NearestFix | undefined {
    const { current, index, at } = context;
    if (!current) return undefined;
    const faults = faultIds(current, context);
    if (faults.length === 0) return undefined;
    const above = existing(index, at).filter((candidate) => semver.gt(candidate.semver, current.semver));
    const fix = above.reverse().find((candidate) => mends(candidate, faults, context));
    if (!fix) return undefined;
    const but = GATES.find(({ name }) => name === "support")?.judge(fix, context);
    return { version: fix.version, mends: faults, isInRange: context.range.holds(fix.semver), but };
}

function mends(candidate: Candidate, faults: readonly string[], context: GateContext): boolean {
    if (NEEDED_GATES.some((gate) => gate.judge(candidate, context) !== undefined)) return false;
    const kept = new Set(faultIds(candidate, context));
    return !faults.some((id) => kept.has(id));
}
