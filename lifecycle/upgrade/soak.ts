import semver from "semver";

import type { Lock, PastPin, Pin } from "../settings/lock";
import type { PinnedPart } from "../settings/pinned-parts";
import { DAY, dayOf, dayStart } from "../kit/day";
import { minorsBetween } from "../kit/version-order";

/** How long a stack has run a version: from the day it was pinned until the day its minor was left. */
export interface Soak {
    /** `2026-10-01` */
    readonly since: string;
    /** Undefined while it lasts. */
    readonly until?: string;
}

/** Pins a part remembers: more than a wave can lie behind with one release a week. */
const REMEMBERED = 12;

/**
 * How long a stack has run a version, or stayed with it: later patches of the same minor carry its soak on, so that a fleet
 * whose releases come faster than its soak still moves. What was taken back counts from when it was taken again, and
 * nothing counts once the minor was left.
 *
 * @returns undefined where it has not run the version, or has gone back below it
 */
export function soakOf(
    { history = [] }: Pick<Lock, "history">,
    part: PinnedPart,
    pin: Pin,
    version: string,
): Soak | undefined {
    const runs = [...history.filter((past) => past.part === part), pin];
    const taken = runs.findLastIndex((run) => semver.lt(run.version, version)) + 1;
    const stayed = runs.slice(taken);
    const first = stayed.findIndex((run) => semver.eq(run.version, version));
    if (first < 0) return undefined;
    const left = stayed
        .slice(first)
        .find((run) => minorsBetween(new semver.SemVer(version), new semver.SemVer(run.version)) !== 0);
    return { since: stayed[first]?.since ?? pin.since, until: left?.since };
}

/** The history after a part's pin has moved: what it was goes in, and what is long gone out. */
export function remember(
    { history = [] }: Pick<Lock, "history">,
    part: PinnedPart,
    { version, since }: Pin,
    until: string,
): readonly PastPin[] {
    // Moved there and back on one day, a pin is the same past twice, and once is enough.
    const isKnown = history.some(
        (past) =>
            past.part === part && past.version === version && past.since === since && past.until === until,
    );
    const all: readonly PastPin[] = isKnown ? history : [...history, { part, version, since, until }];
    const own = all.filter((pin) => pin.part === part);
    const dropped = new Set(own.slice(0, Math.max(0, own.length - REMEMBERED)));
    return all.filter((pin) => !dropped.has(pin));
}

/** When a soak is over: `on 2026-10-08`, the first day on which `--at` finds it so. */
export function whenOver(time: number): string {
    if (!Number.isFinite(time)) return "on a day nobody knows";
    const day = dayOf(time);
    return `on ${dayStart(day) === time ? day : dayOf(time + DAY)}`;
}
