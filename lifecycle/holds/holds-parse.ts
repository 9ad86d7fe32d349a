import { requireVersion } from "../kit/file-format";
import { getIn } from "../kit/json-path";
import { readDocument } from "../kit/read-fields";
import { parseYamlDocument } from "../kit/strict-yaml";
import type { HoldBook } from "./hold";
import { HOLDS_FORMAT, holdsFields } from "./holds-definition";

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
    const document = parseYamlDocument(text, { file });
    const { lineOf } = document;
    requireVersion(HOLDS_FORMAT, {
        file,
        line: () => lineOf(["schema"]),
        schema: getIn(document.value, ["schema"]),
    });
    const remedy = "Restore the file from Git";
    const { holds, lifts } = readDocument(holdsFields, { file, document, remedy });
    return { holds, lifts, lineOf };
}
