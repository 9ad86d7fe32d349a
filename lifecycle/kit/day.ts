/** Milliseconds in a day. */
export const DAY = 86_400_000;

/**
 * Milliseconds since 1970 of the start of a day in UTC.
 *
 * @param text - `2026-10-01`
 * @returns undefined for what is no day of the calendar
 */
export function dayStart(text: string): number | undefined {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
    const time = Date.parse(`${text}T00:00:00Z`);
    // 2026-02-30 is a Date too: in March.
    return !Number.isNaN(time) && dayOf(time) === text ? time : undefined;
}

/** Day of a point in time, in UTC: `2026-10-01`. */
export function dayOf(time: number): string {
    return new Date(time).toISOString().slice(0, 10);
}

/**
 * End of a month or a day: the first moment after it.
 *
 * @param text - `2027-02` or `2026-10-12`
 * @returns undefined for anything else
 */
export function endOf(text: string): number | undefined {
    const month = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
    if (month) return Date.UTC(Number(month[1]), Number(month[2]), 1);
    const start = dayStart(text);
    return start === undefined ? undefined : start + DAY;
}

/** Whole days from one moment to another; negative when that was earlier. */
export function daysBetween(from: number, to: number): number {
    return Math.floor((to - from) / DAY);
}

/** A point in time to the second, in UTC: `2026-11-21T13:30:00Z`. Such texts sort as the points do. */
export function momentText(time: number): string {
    return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
