import * as v from "valibot";

import type { Field } from "../../../lifecycle/kit/fields";
import { isRecord } from "../../../lifecycle/kit/json-path";

/**
 * What definitions of GitHub's JSON are made of. They name the members that are used and no others, and read an object or a
 * text that is not there, or is something else, as an empty one: GitHub writes null for an account or a repository that is gone.
 */

/** An object with these members. */
export function object<const E extends v.ObjectEntries>(
    entries: E,
): Field<v.InferOutput<v.ObjectSchema<E, undefined>>> {
    const members = v.transform((value: unknown) => (isRecord(value) ? value : {}));
    return v.optional(v.pipe(v.unknown(), members, v.object(entries)), {});
}

/** A text; undefined where there is none. */
export const text = v.fallback(v.optional(v.string()), undefined);

/** A number GitHub knows a thing by. Without it there is no such thing. */
export const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

/** A repository, as far as it tells whose it is. */
export const repository = object({ full_name: text });
