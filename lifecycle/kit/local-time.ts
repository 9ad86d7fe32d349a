import { CronDate } from "croner";

import { WindlassError } from "./errors";

/** Shape of a name of the IANA time zone database, for schemas: `Europe/Berlin`, `UTC`. Offsets are none: they know no summer. */
export const TIME_ZONE_PATTERN = "^[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*$";

/** Shape of a time on a wall clock, for schemas: a day, or a day with its hour and minute. */
export const LOCAL_TIME_PATTERN = "^\\d{4}-\\d{2}-\\d{2}(?:T(?:[01]\\d|2[0-3]):[0-5]\\d)?$";

/** @throws WindlassError with the name as its value, where the time zone database that Node brings has none of it */
export function requireTimeZone(name: string): void {
    try {
        new Intl.DateTimeFormat("en", { timeZone: name });
    } catch {
        throw new WindlassError({
            value: name,
            rule: "must be a time zone of the IANA database",
            remedy: "Write it as Europe/Berlin or UTC",
        });
    }
}

/**
 * What a wall clock shows at a moment, as if it were one in UTC, in milliseconds: hours can be added to it as on the clock,
 * whatever is done to the clock meanwhile.
 */
export function wallClock(time: number, timeZone: string): number {
    const { year, month, day, hour, minute } = new CronDate(new Date(time), timeZone);
    return Date.UTC(year, month, day, hour, minute);
}

/**
 * The moment at which a wall clock shows a time, in milliseconds. Of a time the clock shows twice, in autumn, it is the
 * first; of one it never shows, in spring, the moment as long after the gap as the time is after the gap's begin.
 *
 * @param wall - as {@link wallClock} gives it
 */
export function instantOf(wall: number, timeZone: string): number {
    return new CronDate(new Date(wall).toISOString().slice(0, 19), timeZone).getTime();
}

/** A moment as a person near that clock reads it: `2026-11-30 09:00 Europe/Berlin`. */
export function localText(time: number, timeZone: string): string {
    return `${new Date(wallClock(time, timeZone)).toISOString().slice(0, 16).replace("T", " ")} ${timeZone}`;
}
