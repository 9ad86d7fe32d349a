import { WindlassError } from "../lifecycle/kit/errors";
import { type Moment, momentOf } from "../lifecycle/versions/request";
import type { OptionSpec, OptionValues } from "./command";

/** The option of commands whose answer depends on the day. */
export const AT_OPTION: OptionSpec = {
    type: "string",
    value: "DATE",
    help: "Decide as of this day: 2026-09-01 (default: today)",
};

/**
 * The moment a command is asked about: the day of `--at`, else now.
 *
 * @throws WindlassError for what is no day
 */
export function readMoment(options: OptionValues): Moment {
    const day = options["at"] as string | undefined;
    if (day === undefined) return { time: Date.now(), asked: false };
    try {
        return momentOf(day);
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        throw new WindlassError({ ...error.details, key: "--at" });
    }
}
