import { WindlassError, throwCollected } from "../kit/errors";
import { getIn } from "../kit/json-path";
import { parseYamlDocument } from "../kit/strict-yaml";
import { readShape } from "../settings/shape-reader";
import type { Hold, HoldBook, Lift } from "./hold";
import { HOLDS_SCHEMA, type HoldsFile, holdsShape } from "./holds-definition";

/** Where holds and lifts stand, relative to the project's root. */
export const HOLDS_FILE = "stacks/holds.yaml";

/** Holds and lifts, and where they stand. */
export interface ParsedHolds extends Omit<HoldBook, "found"> {
    /** Line of a key, from 1. */
    readonly lineOf: (path: readonly (string | number)[]) => number;
}

/**
 * Holds and lifts from the text of a holds file.
 *
 * @param file - name for messages
 * @throws WindlassErrors with every problem of the file, each with its line
 */
export function parseHolds(text: string, file = HOLDS_FILE): ParsedHolds {
    const { value, lineOf } = parseYamlDocument(text, { file });
    requireFormat(file, getIn(value, ["schema"]), lineOf(["schema"]));
    const { value: read, problems } = readShape(holdsShape, value);
    throwCollected(
        problems.map(
            ({ path, rule, remedy = "Restore the file from Git", ...problem }) =>
                new WindlassError({
                    file,
                    line: lineOf(path),
                    key: path.join("."),
                    value: problem.value,
                    rule,
                    remedy,
                }),
        ),
    );
    return { holds: read.holds.map(toHold), lifts: read.lifts.map(toLift), lineOf };
}

/** A later format is recognised before anything of it is read. */
function requireFormat(file: string, schema: unknown, line: number): void {
    if (schema === HOLDS_SCHEMA || typeof schema !== "string" || !/^windlass\/holds\/v\d+$/.test(schema))
        return;
    const remedy = "It was written by another version of windlass; use that one";
    throw new WindlassError({ file, line, key: "schema", value: schema, rule: "is another format", remedy });
}

function toHold({ expires, of, ...hold }: HoldsFile["holds"][number]): Hold {
    return { ...hold, ...(expires ? { expires } : {}), ...(of ? { of } : {}) };
}

function toLift({ expires, ...lift }: HoldsFile["lifts"][number]): Lift {
    return { ...lift, ...(expires ? { expires } : {}) };
}
