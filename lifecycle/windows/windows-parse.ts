import { requireVersion } from "../kit/file-format";
import { getIn } from "../kit/json-path";
import { readDocument } from "../kit/read-fields";
import { parseYamlDocument } from "../kit/strict-yaml";
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
    const document = parseYamlDocument(text, { file });
    const { lineOf } = document;
    requireVersion(WINDOWS_FORMAT, {
        file,
        line: () => lineOf(["schema"]),
        schema: getIn(document.value, ["schema"]),
    });
    const remedy = "Restore the file from Git";
    const { timeZone, windows, freezes } = readDocument(windowsFields, { file, document, remedy });
    return { timeZone, windows, freezes, lineOf };
}
