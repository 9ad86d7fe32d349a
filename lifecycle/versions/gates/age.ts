import type { Candidate } from "../catalog-index";
import { dayOf } from "../day";
import { blockingFaults } from "./bulletin";
import { blockingClientFaults } from "./client";
import { type Gate, type GateContext, isCurrent } from "./gate";
import { isWaived } from "./waivers";

/**
 * Refuses what has not been public for the minimum age: faults of a release show in its first days.
 *
 * Waiting is lifted when the current pin is vulnerable and the candidate mends it. An unknown date is not old enough,
 * whatever the minimum. What is pinned already has been picked, and is not picked again.
 */
export const ageGate: Gate = {
    name: "age",
    judge(candidate, context) {
        if (isOldEnough(candidate, context) || isWaived("age", context)) return undefined;
        if (candidate.time !== undefined && mended(candidate, context).length > 0) return undefined;
        const { date } = candidate;
        if (date === undefined) return "the day of its release is unknown, which is not old enough";
        const { at, minimumAge } = context;
        return `it was released on ${date}, and ${minimumAge.text} have not passed by ${dayOf(at)}`;
    },
    notes(candidate, context) {
        if (isOldEnough(candidate, context)) return [];
        const ids = mended(candidate, context);
        if (ids.length === 0) return [];
        const { minimumAge, current } = context;
        const faults = ids.join(", ");
        return [
            `the minimum age of ${minimumAge.text} is lifted: ${current?.version} has ${faults}, ${candidate.version} has not`,
        ];
    },
};

function isOldEnough(candidate: Candidate, context: GateContext): boolean {
    if (isCurrent(candidate, context)) return true;
    const { time } = candidate;
    return time !== undefined && context.at - time >= context.minimumAge.milliseconds;
}

/** Ids of the current pin's faults, if the candidate has none of them. */
function mended(candidate: Candidate, context: GateContext): readonly string[] {
    const { current } = context;
    if (!current) return [];
    const ids = faultIds(current, context);
    const kept = new Set(faultIds(candidate, context));
    return ids.some((id) => kept.has(id)) ? [] : ids;
}

function faultIds(candidate: Candidate, context: GateContext): readonly string[] {
    return [...blockingFaults(candidate, context), ...blockingClientFaults(candidate, context)].map(
        ({ id }) => id,
    );
}
