import { DAY, dayOf, dayStart } from "../kit/day";
import { parseDuration } from "../kit/duration";
import type { EvidenceBook } from "../evidence/evidence-book";
import { type System, decideUpdate } from "./decide";
import type { DecideArgs, Decision } from "./decision";
import { settledLock } from "./settle";
import type { Lock } from "../settings/lock";
import { PARTS } from "../settings/pinned-parts";
import { pinOf } from "../settings/pins";
import { nextOpening } from "../windows/openings";
import { NO_WINDOWS, lanesOf } from "../windows/window-book";

/** What a stack may do now, and when it may if it has to wait. */
export interface Outlook {
    /** What an update would do on the day that is asked about. */
    readonly decision: Decision;
    /** First day on which an update would take a step, if nothing else changes; null where time alone frees nothing. */
    readonly free: string | null;
}

const HOUR = 3_600_000;
/** Days that are tried. */
const TRIED = 40;

/**
 * When a stack that waits is free to move, with the pins, the catalog, the holds and what runs as they are now: evidence
 * that is good today counts as it is, and what was whole at the last look is taken to go on.
 *
 * Only days are tried on which something that may be waited for ends: a soak, a hold, the minimum age of a release.
 */
export function whenFree(asked: DecideArgs, only?: System): Outlook {
    const { settings, lock } = asked;
    // A lock that only has to follow its settings moves nothing.
    const args = { ...asked, lock: lock && settledLock(settings, lock) };
    const decision = decideUpdate(args, only);
    if (decision.action === "step" || decision.action === "created") {
        return { decision, free: dayOf(args.at.time) };
    }
    if (decision.action === "none") return { decision, free: null };
    for (const day of daysToTry(args)) {
        // Of today, only what is left of it.
        const time = Math.max(dayStart(day) ?? 0, args.at.time);
        const { action } = decideUpdate({ ...args, at: { time, asked: true } }, only);
        if (action === "step" || action === "created") return { decision, free: day };
    }
    return { decision, free: null };
}

/** Days after today on which a soak of the stack or of its fleet ends, a hold does, or a release is old enough. */
function daysToTry({
    at,
    catalog,
    settings,
    lock,
    fleet,
    evidence,
    windows,
    holds = [],
    cohorts,
}: DecideArgs): readonly string[] {
    const soak = parseDuration(settings.fleet.soak);
    const begun = [...beginnings(fleet), ...(lock ? beginningsOf(lock) : [])];
    const soaked = [soak, Math.max(soak, DAY), DAY].flatMap((wait) => begun.map((day) => after(day, wait)));
    const verified = evidence ? looks(evidence).map((time) => afterTime(time, soak)) : [];
    const lifted = holds.map(({ expires }) => after(expires, DAY));
    const kept = (cohorts?.().exceptions ?? []).map(({ until }) => after(until, DAY));
    const moved = after(lock?.istio.proxies.next?.since, DAY);
    const age = parseDuration(settings.istio.minimumAge);
    const releases = [catalog.releases, ...Object.values(catalog.tools).map((tool) => tool.releases)].flatMap(
        (list) => list.slice(-TRIED),
    );
    const aged = releases.map(({ date }) => after(date, age));
    const today = dayOf(at.time);
    const days = [...new Set([...soaked, ...verified, ...lifted, ...kept, moved, ...aged])]
        .filter((day): day is string => day !== undefined && day > today)
        .sort()
        .slice(0, TRIED);
    return openDays(windows, settings, at.time, days);
}

/** Of some days, those on which a lane opens, with those on which one opens next; and today, where one opens in its course. */
function openDays(
    book: DecideArgs["windows"] = NO_WINDOWS,
    { fleet }: DecideArgs["settings"],
    now: number,
    days: readonly string[],
): readonly string[] {
    const lanes = lanesOf(book, fleet);
    const opens = [now, ...days.map((day) => dayStart(day) ?? now)].flatMap((time) =>
        [lanes.normal, lanes.expedited].map((lane) => nextOpening(lane, time)),
    );
    const found = opens.flatMap((time) => (time === undefined || time === now ? [] : [dayOf(time)]));
    return [...new Set(found)].sort().slice(0, TRIED);
}

/** The first day at whose start some time has passed since the start of another: 36 hours are over in the course of a day. */
function after(day: string | undefined, wait: number): string | undefined {
    const start = day === undefined ? undefined : dayStart(day);
    return start === undefined ? undefined : afterTime(start, wait);
}

function afterTime(start: number, wait: number): string {
    return dayOf(Math.ceil((start + wait) / DAY) * DAY);
}

const begun = new WeakMap<EvidenceBook, readonly number[]>();

/** Hours at which something of a fleet was first seen to run: of a thousand stacks there are few. */
function looks(book: EvidenceBook): readonly number[] {
    const found = begun.get(book) ?? [
        ...new Set(
            [...book.seen.values()].flatMap(({ verified }) =>
                verified.map(({ from }) => Math.ceil(Date.parse(from) / HOUR) * HOUR),
            ),
        ),
    ];
    begun.set(book, found);
    return found;
}

const known = new WeakMap<DecideArgs["fleet"], readonly string[]>();

/** Days on which something was pinned anywhere in a fleet: of a thousand stacks the first looks, and the rest look here. */
function beginnings(fleet: DecideArgs["fleet"]): readonly string[] {
    const found = known.get(fleet) ?? [
        ...new Set(fleet.flatMap(({ lock }) => (lock ? beginningsOf(lock) : []))),
    ];
    known.set(fleet, found);
    return found;
}

function beginningsOf(lock: Lock): readonly string[] {
    const { strategySince } = lock.istio;
    return [
        ...PARTS.map((part) => pinOf(lock, part).since),
        ...(lock.history ?? []).map(({ since }) => since),
        ...(strategySince === undefined ? [] : [strategySince]),
    ];
}
