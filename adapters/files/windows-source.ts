import { lstatSync } from "node:fs";
import { join } from "node:path";

import { readText } from "./text-source";
import { NO_WINDOWS } from "../../lifecycle/windows/window-book";
import { type ParsedWindows, WINDOWS_FILE, parseWindows } from "../../lifecycle/windows/windows-parse";

/** More windows than anybody reads. */
const MAX_SIZE = 1024 * 1024;

/**
 * Reads `stacks/windows.yaml`; in a project without one, steps may start at any time that stacks do not rule out themselves.
 *
 * @throws WindlassError with every problem of the file at once
 */
export function readWindows(root: string): ParsedWindows {
    const text = windowsText(root);
    return text === undefined ? NONE : parseWindows(text);
}

const NONE: ParsedWindows = { ...NO_WINDOWS, lineOf: () => 1 };

/** The text of `stacks/windows.yaml`; undefined where there is none. A link to nothing is an error, for it is not none. */
export function windowsText(root: string): string | undefined {
    if (!lstatSync(join(root, WINDOWS_FILE), { throwIfNoEntry: false })) return undefined;
    return readText(root, WINDOWS_FILE, { maxSize: MAX_SIZE });
}
