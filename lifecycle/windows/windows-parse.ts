import { readFile } from "../kit/read-file";
import type { WindowBook } from "./window-book";
import { WINDOWS_FORMAT, windowsFields } from "./windows-definition";

/** Where the windows and freezes of a project stand, relative to its root. */
export const WINDOWS_FILE = "stacks/windows.yaml";

/** Windows and freezes, and where they stand. */
export interface ParsedWindows extends WindowBook {
    /** Line of a key, from 1. */
    readonly lineOf: (path: readonly (string | number)[]) => number;
}

/**
 * Windows and freezes from the text of a windows file.
 *
 * @param file - name for messages
 * @throws WindlassErrors with every problem of the file, each with its line
 */
export function parseWindows(text: string, file = WINDOWS_FILE): ParsedWindows {
    const remedy = "Restore the file from Git";
    const { value, lineOf } = readFile(windowsFields, { format: WINDOWS_FORMAT, file, text, remedy });
    const { timeZone, windows, freezes } = value;
    return { timeZone, windows, freezes, lineOf };
}
