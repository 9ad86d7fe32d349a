import * as v from "valibot";

import { closest } from "./closest";
import { WindlassError, throwCollected } from "./errors";
import { type Fault, type Field, faultOfMessage } from "./fields";
import { isRecord } from "./json-path";
import type { YamlDocument } from "./strict-yaml";

/** One broken rule and where. */
export interface Problem extends Fault {
    /** Keys and list positions from the root. */
    readonly path: readonly (string | number)[];
    /** The value as it was read. Absent where a key is missing. */
    readonly value?: unknown;
}

/** What a field made of a value. `value` may only be used where there are no problems. */
export interface Reading<T> {
    readonly value: T;
    readonly problems: readonly Problem[];
}

/** Checks a value, fills in every default and reports every problem at once; keys nobody knows come first. */
export function readField<T>(field: Field<T>, value: unknown): Reading<T> {
    const { output, issues = [] } = v.safeParse(field, value);
    const problems = issues.flatMap((issue) => problemsOf(issue));
    const unknown = problems.filter(({ rule }) => rule === UNKNOWN);
    return { value: output as T, problems: [...unknown, ...problems.filter(({ rule }) => rule !== UNKNOWN)] };
}

function problemsOf({
    type,
    expected,
    input,
    message,
    path = [] as never,
}: v.BaseIssue<unknown>): readonly Problem[] {
    const at = path.map(({ key }) => key as string | number);
    if (type !== "strict_object" || expected !== "never")
        return [{ path: at, value: input, ...faultOfMessage(message) }];
    const known = message.split(" ");
    const map = path.at(-1)?.input;
    return Object.keys(isRecord(map) ? map : {})
        .filter((key) => !known.includes(key))
        .map((key) => ({ path: [...at.slice(0, -1), key], ...unknownKey(key, known) }));
}

const UNKNOWN = "is not a known key";

/** What to say about a key that is not among those known. */
export function unknownKey(key: string, known: readonly string[]): Fault {
    const suggestion = closest(key, known);
    return {
        rule: UNKNOWN,
        remedy:
            suggestion === undefined ? `Known keys are ${known.join(", ")}` : `Did you mean ${suggestion}`,
    };
}

/** Where a value stands, and what mends it where a rule does not say. */
export interface ReadDocumentArgs {
    readonly file: string;
    readonly document: YamlDocument;
    readonly remedy: string;
}

/**
 * A whole file's content.
 *
 * @throws WindlassErrors with every problem of the file, each with its line
 */
export function readDocument<T>(field: Field<T>, { file, document, remedy: restore }: ReadDocumentArgs): T {
    const { value, problems } = readField(field, document.value);
    throwCollected(
        problems.map(
            ({ path, value: wrong, rule, remedy = restore }) =>
                new WindlassError({
                    file,
                    line: document.lineOf(path),
                    key: path.join("."),
                    value: wrong,
                    rule,
                    remedy,
                }),
        ),
    );
    return value;
}
