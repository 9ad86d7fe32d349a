import { readFile } from "../kit/read-file";
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
    const remedy = "Restore the file from Git";
    const { value, lineOf } = readFile(holdsFields, { format: HOLDS_FORMAT, file, text, remedy });
    const { holds, lifts } = value;
    return { holds, lifts, lineOf };
}
