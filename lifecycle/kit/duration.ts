import { WindlassError } from "./errors";

const MILLISECONDS = { d: 86_400_000, h: 3_600_000, m: 60_000 } as const;

/** Shape of a duration, for schemas. */
export const DURATION_PATTERN = "^(0|[1-9][0-9]{0,3})[dhm]$";

/**
 * Milliseconds in a duration of days, hours or minutes: `3d`, `36h`, `90m`, `0d`.
 *
 * @throws WindlassError with the text as its value
 */
export function parseDuration(text: string): number {
    const unit = text.at(-1);
    if (!new RegExp(DURATION_PATTERN).test(text) || (unit !== "d" && unit !== "h" && unit !== "m")) {
        throw new WindlassError({
            value: text,
            rule: "must be a duration of days, hours or minutes",
            remedy: "Write it as 3d, 36h or 90m",
        });
    }
    return Number(text.slice(0, -1)) * MILLISECONDS[unit];
}

/** Whole days of a duration such as `120d`. */
export function wholeDays(duration: string): number {
    return Math.floor(parseDuration(duration) / MILLISECONDS.d);
}
