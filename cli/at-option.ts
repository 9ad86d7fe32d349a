import { type Moment, momentOf } from "../lifecycle/versions/request";
import { readOption } from "./option-value";

/**
 * The moment a command is asked about: the day of `--at`, else now.
 *
 * @throws WindlassError for what is no day
 */
export function readMoment({ at }: { readonly at?: string }): Moment {
    return readOption("--at", at, momentOf) ?? { time: Date.now(), asked: false };
}
