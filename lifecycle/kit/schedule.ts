import { Cron } from "croner";

import { WindlassError } from "./errors";

/** A moment before any that is asked about. A schedule that begins at none after it begins at none at all. */
const LONG_AGO = new Date(0);

const compiled = new Map<string, Cron>();

/** Of a thousand stacks there are few schedules, and reading one takes longer than asking it. */
function cronOf(schedule: string, timeZone: string): Cron {
    const key = `${timeZone} ${schedule}`;
    const cron = compiled.get(key) ?? new Cron(schedule, { timezone: timeZone, mode: "5-part" });
    compiled.set(key, cron);
    return cron;
}

/**
 * Refuses what is no schedule in the words of cron (minute, hour, day of month, month, day of week), or one that never comes.
 *
 * @throws WindlassError with the text as its value
 */
export function requireSchedule(schedule: string): void {
    const remedy = "Write minute, hour, day of month, month and day of week: 0 9 * * MON-THU";
    let first: Date | null;
    try {
        first = cronOf(schedule, "UTC").nextRun(LONG_AGO);
    } catch {
        throw new WindlassError({ value: schedule, rule: "must be a schedule as cron has it", remedy });
    }
    if (first === null) throw new WindlassError({ value: schedule, rule: "is on no day there is", remedy });
}

/**
 * The latest moment up to `at`, that included, at which a schedule comes round, in milliseconds. A time the clock shows twice
 * counts once, the first; one that it leaves out counts at the first moment after the gap.
 */
export function lastOf(schedule: string, timeZone: string, at: number): number | undefined {
    return cronOf(schedule, timeZone)
        .previousRuns(1, new Date(at + 1))[0]
        ?.getTime();
}

/** The first moment after `at`, by the same rules. */
export function nextOf(schedule: string, timeZone: string, at: number): number | undefined {
    return cronOf(schedule, timeZone).nextRun(new Date(at))?.getTime();
}
