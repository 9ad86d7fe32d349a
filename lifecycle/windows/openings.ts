import { DAY } from "../kit/day";
import { parseDuration } from "../kit/duration";
import { instantOf, wallClock } from "../kit/local-time";
import { lastOf, nextOf } from "../kit/schedule";
import type { Freeze, Lane, Window } from "./window-book";

/** A stretch of time, in milliseconds; its end is not in it. */
export interface Span {
    readonly from: number;
    readonly to: number;
}

/** As many openings as are tried one after the other: more than that lie in freezes of somebody who wants none. */
const TRIED = 100;

/** A freeze as a stretch of time. A day alone is over when the next one begins. */
export function freezeSpan({ from, to, timeZone }: Freeze): Span {
    const wall = (text: string): number => Date.parse(text.length === 10 ? `${text}T00:00Z` : `${text}Z`);
    const end = to.length === 10 ? wall(to) + DAY : wall(to);
    return { from: instantOf(wall(from), timeZone), to: instantOf(end, timeZone) };
}

/** Freezes that hold at a moment. */
export function freezesAt({ freezes }: Lane, at: number): readonly Freeze[] {
    return freezes.filter((freeze) => {
        const { from, to } = freezeSpan(freeze);
        return from <= at && at < to;
    });
}

/** Freezes that begin within some time after a moment, the nearest first. */
export function freezesAhead({ freezes }: Lane, at: number, within: number): readonly Freeze[] {
    const begin = (freeze: Freeze): number => freezeSpan(freeze).from;
    return freezes
        .filter((freeze) => begin(freeze) > at && begin(freeze) <= at + within)
        .sort((one, other) => begin(one) - begin(other));
}

/**
 * When a window that is open closes; undefined where it is not open. Its end is one on the wall clock: on a night on which the
 * clock is moved, it lasts an hour more or less.
 */
function endOf({ schedule, duration, timeZone }: Window, at: number): number | undefined {
    const start = lastOf(schedule, timeZone, at);
    if (start === undefined) return undefined;
    const end = instantOf(wallClock(start, timeZone) + parseDuration(duration), timeZone);
    return at < end ? end : undefined;
}

/** Whether steps may start at a moment. */
export function isOpen(lane: Lane, at: number): boolean {
    if (freezesAt(lane, at).length > 0) return false;
    return lane.windows.length === 0 || lane.windows.some((window) => endOf(window, at) !== undefined);
}

const openings = new WeakMap<Lane, Map<number, number | undefined>>();

/**
 * The first moment from `at` on at which steps may start: `at` itself, where they may. Undefined where none is in sight. Of a
 * thousand stacks of one wave the first looks, and the rest look here.
 */
export function nextOpening(lane: Lane, at: number): number | undefined {
    const found = openings.get(lane) ?? new Map<number, number | undefined>();
    openings.set(lane, found);
    if (!found.has(at)) found.set(at, find(lane, at));
    return found.get(at);
}

function find(lane: Lane, at: number): number | undefined {
    let time = at;
    for (let tried = 0; tried < TRIED; tried++) {
        if (isOpen(lane, time)) return time;
        const frozen = freezesAt(lane, time).map((freeze) => freezeSpan(freeze).to);
        const next =
            frozen.length > 0
                ? Math.max(...frozen)
                : Math.min(
                      ...lane.windows.map(
                          ({ schedule, timeZone }) => nextOf(schedule, timeZone, time) ?? Infinity,
                      ),
                  );
        if (!Number.isFinite(next)) return undefined;
        time = next;
    }
    return undefined;
}

/** When an open lane closes; undefined where it is closed, or no end is in sight. */
export function nextClosing(lane: Lane, at: number): number | undefined {
    if (!isOpen(lane, at)) return undefined;
    const frozen = Math.min(
        ...lane.freezes.map((freeze) => freezeSpan(freeze).from).filter((from) => from > at),
    );
    if (lane.windows.length === 0) return finite(frozen);
    let time = at;
    // One window may begin where another ends.
    for (let tried = 0; tried < TRIED; tried++) {
        const ends = lane.windows.flatMap((window) => endOf(window, time) ?? []);
        if (ends.length === 0) return Math.min(time, frozen);
        time = Math.max(...ends);
    }
    return finite(frozen);
}

function finite(time: number): number | undefined {
    return Number.isFinite(time) ? time : undefined;
}
