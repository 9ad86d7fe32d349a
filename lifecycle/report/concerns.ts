import type { Evidence } from "../evidence/evidence";
import { partLabel } from "../settings/pins";
import type { StackStatus } from "./stack-status";

/** How much a stack asks for a person: somebody has to mend something, somebody should look, or nobody has to. */
export type ConcernLevel = "failing" | "attention" | "moving" | "fine";

/** What a person has to know of a stack first. */
export interface Concern {
    readonly level: ConcernLevel;
    /** Why, what is worst first; sentences without their full stop. */
    readonly reasons: readonly string[];
}

/** Days before the end of support from which on it is a concern. */
const SOON = 30;

export interface ConcernArgs {
    readonly status: StackStatus;
    /** Days to the end of each pin's support, in the order of the pins; null where nobody knows. */
    readonly left: readonly (number | null)[];
    readonly seen: Pick<Evidence, "health" | "findings" | "failed"> | undefined;
}

/** Whether a stack asks for a person, and why. */
export function concernOf({ status, left, seen }: ConcernArgs): Concern {
    const failing: string[] = [];
    if (seen?.health === "failing") failing.push(seen.findings[0] ?? "its cluster is failing");
    for (const version of new Set((seen?.failed ?? []).map((each) => each.version)))
        failing.push(`the rollout of ${version} has failed`);
    const attention: string[] = [];
    for (const [index, { part, version, faults, isSupported }] of status.pins.entries()) {
        const what = `${partLabel(part)} ${version}`;
        const days = left[index] ?? null;
        if (faults.length > 0)
            attention.push(
                `${what}: ${faults.length === 1 ? "a known fault" : `${faults.length} known faults`}`,
            );
        if (isSupported === false) attention.push(`${what}: support has ended`);
        else if (days !== null && days <= SOON) attention.push(`${what}: support ends in ${days} days`);
    }
    if (status.action === "held" && status.free === null)
        attention.push("time alone does not free its next step");
    return { level: levelOf(failing, attention, seen?.health), reasons: [...failing, ...attention] };
}

function levelOf(
    failing: readonly string[],
    attention: readonly string[],
    health: Evidence["health"] | undefined,
): ConcernLevel {
    if (failing.length > 0) return "failing";
    if (attention.length > 0) return "attention";
    return health === "behind" ? "moving" : "fine";
}
