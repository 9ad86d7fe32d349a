import type { Candidate } from "../catalog-index";
import { dayOf } from "../../kit/day";
import { type Gate, type GateContext, isCurrent } from "./gate";
import { emergencyFix } from "./emergency-fix";
import { isWaived, ownWaiver } from "./waivers";

/**
 * Refuses what has not been public for the minimum age: faults of a release show in its first days.
 *
 * Waiting is lifted when the current pin is vulnerable, and only for the nearest release that mends it: an emergency is no
 * reason to take a farther one unseen. A fault of istioctl alone lifts nothing, for the mesh has none. An unknown date is
 * not old enough, whatever the minimum. What is pinned already has been picked, and is not picked again.
 */
export const ageGate: Gate = {
    name: "age",
    concerns: ["change"],
    judge(candidate, context) {
        if (isOldEnough(candidate, context) || isWaived("age", context)) return undefined;
        const { date } = candidate;
        if (date === undefined) return "the day of its release is unknown, which is not old enough";
        const nearest = emergencyFix(context);
        if (nearest?.version === candidate.version) return undefined;
        const { at, minimumAge, current } = context;
        const young = `it was released on ${date}, and ${minimumAge.text} have not passed by ${dayOf(at)}`;
        if (!nearest) return young;
        return `${young}; that ${current?.version} is vulnerable lifts it for the nearest release that mends, ${nearest.version}`;
    },
    notes(candidate, context) {
        const nearest = isOldEnough(candidate, context) ? undefined : emergencyFix(context);
        if (nearest?.version !== candidate.version) return [];
        const { minimumAge, current } = context;
        const faults = nearest.mends.join(", ");
        return [
            `the minimum age of ${minimumAge.text} is lifted: ${current?.version} has ${faults}, ${candidate.version} has not`,
        ];
    },
    // A day that nobody knows is better looked up than waived.
    waivers: ({ time }, context) => (time === undefined ? [] : ownWaiver("age", context)),
};

function isOldEnough(candidate: Candidate, context: GateContext): boolean {
    if (isCurrent(candidate, context)) return true;
    const { time } = candidate;
    return time !== undefined && context.at - time >= context.minimumAge.milliseconds;
}
