import semver from "semver";

import type { Lock } from "../settings/lock";
import { exceptionFault } from "./exceptions";
import { placeOf, reachedPlace, startOf } from "./place";
import type { CohortWay } from "./stack-cohorts";

export interface JudgeCohortsArgs {
    readonly before: Lock;
    readonly now: Lock;
    /** Cohorts of the stack, in their order. */
    readonly way: CohortWay;
    /** `2026-11-28` */
    readonly today: string;
    /** Whether days take the place of evidence: then a cohort waits a day for the one before. */
    readonly waits: boolean;
}

/** Why a move of the proxies is none of their cohorts. */
export interface CohortFault {
    /** One sentence without its full stop. */
    readonly reason: string;
    /** Through which cohort they may move instead: `first`, `20%`; undefined where they may not move at all now. */
    readonly through?: string;
}

/**
 * Whether the proxies of a stack with cohorts move up by one cohort, and by no other: the smallest that has not moved, or, once
 * all have, the pin. What goes back may skip any of them, for nothing stands in the way of a rollback.
 */
export function cohortFault({ before, now, way, today, waits }: JudgeCohortsArgs): CohortFault | undefined {
    const [was, is] = [before.istio.proxies, now.istio.proxies];
    const movesPin = semver.gt(is.version, was.version);
    const reached = reachedPlace(was.next);
    const goal = movesPin ? Infinity : reachedPlace(is.next);
    if (goal <= reached) return dateFault(before, now);
    const next = way.steps.find((through) => placeOf(through) > reached);
    if (next !== undefined && goal > placeOf(next)) {
        const what = movesPin ? "all proxies move" : `the cohorts through ${is.next?.through ?? "none"} move`;
        const reason = `${what} at once, and windlass:workloads.cohorts has those through ${next} first, to be seen before the next`;
        return { reason, through: next };
    }
    const kept = goal > startOf("except") ? exceptionFault(way.exceptions, today) : undefined;
    if (kept !== undefined) return { reason: kept };
    const since = movesPin ? is.since : (is.next?.since ?? is.since);
    if (waits && was.next !== undefined && since <= was.next.since)
        return {
            reason: `the cohorts through ${was.next.through} move since ${was.next.since}, and the next waits a day`,
        };
    return undefined;
}

/** The day since which a cohort moves goes on only with the next: what waits for it would no longer wait. */
function dateFault({ istio: before }: Lock, { istio: now }: Lock): CohortFault | undefined {
    const [was, is] = [before.proxies.next, now.proxies.next];
    if (!was || was.version !== is?.version || was.through !== is.through || was.since === is.since)
        return undefined;
    return {
        reason: `since of the cohorts through ${is.through} goes from ${was.since} to ${is.since}, and none has moved`,
    };
}
