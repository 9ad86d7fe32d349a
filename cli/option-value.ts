import { WindlassError } from "../lifecycle/kit/errors";

/**
 * Reads the value of an option; undefined where it was not given.
 *
 * @param option Its name with dashes: `--version`.
 * @throws WindlassError of `read`, which gets the option's name
 */
export function readOption<V extends string | undefined, T>(
    option: string,
    value: V,
    read: (text: string) => T,
): T | Extract<V, undefined> {
    if (value === undefined) return undefined as Extract<V, undefined>;
    try {
        return read(value);
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        throw new WindlassError({ ...error.details, key: option });
    }
}
