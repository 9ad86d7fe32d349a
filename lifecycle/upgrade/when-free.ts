import { DAY, dayOf, dayStart } from "../kit/day";
import { parseDuration } from "../kit/duration";
import { type System, decideUpdate } from "./decide";
import type { DecideArgs, Decision } from "./decision";
import { settledLock } from "./settle";

/** What a stack may do now, and when it may if it has to wait. */
export interface Outlook {
    /** What an update would do on the day that is asked about. */
    readonly decision: Decision;
    /** First day on which an update would take a step, if nothing else changes; null where time alone frees nothing. */
    readonly free: string | null;
}

/** Days that are tried. */
const TRIED = 40;

/**
 * When a stack that waits is free to move, with the pins, the catalog and the holds as they are now.
 *
 * Only days are tried on which something that is waited for ends: a soak a reason names, or the minimum age of a release.
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
    for (const day of daysToTry(args, decision)) {
        const time = dayStart(day) ?? 0;
        const { action } = decideUpdate({ ...args, at: { time, asked: true } }, only);
        if (action === "step" || action === "created") return { decision, free: day };
    }
    return { decision, free: null };
}

function daysToTry({ at, catalog, settings }: DecideArgs, { reasons }: Decision): readonly string[] {
    const named = reasons.flatMap((reason) => reason.match(/\bon \d{4}-\d{2}-\d{2}\b/g) ?? []);
    const age = parseDuration(settings.istio.minimumAge);
    const releases = [catalog.releases, ...Object.values(catalog.tools).map((tool) => tool.releases)].flatMap(
        (list) => list.slice(-TRIED),
    );
    // A minimum age of 36 hours is over in the course of a day, and a day is asked about at its start.
    const aged = releases.flatMap(({ date }) => {
        const start = date === undefined ? undefined : dayStart(date);
        return start === undefined ? [] : [dayOf(Math.ceil((start + age) / DAY) * DAY)];
    });
    const today = dayOf(at.time);
    const days = new Set([...named.map((text) => text.slice(3)), ...aged]);
    return [...days]
        .filter((day) => day > today)
        .sort()
        .slice(0, TRIED);
}
