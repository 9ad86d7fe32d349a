import { lstatSync } from "node:fs";
import { join } from "node:path";

import { exclusively } from "./exclusive-store";
import { writeFileAtomic } from "./atomic-write-store";
import { readText } from "./text-source";
import { HOLDS_FILE, type ParsedHolds, parseHolds } from "../../lifecycle/holds/holds-parse";

/** More holds than anybody reads. */
const MAX_SIZE = 1024 * 1024;

/**
 * Reads `stacks/holds.yaml`; a project without one holds nothing.
 *
 * @throws WindlassError with every problem of the file at once
 */
export function readHolds(root: string): ParsedHolds {
    const text = holdsText(root);
    return text === undefined ? { holds: [], lifts: [], lineOf: () => 1 } : parseHolds(text);
}

/** The text of `stacks/holds.yaml`; undefined where there is none. A link to nothing is an error, for it is not none. */
export function holdsText(root: string): string | undefined {
    if (!lstatSync(join(root, HOLDS_FILE), { throwIfNoEntry: false })) return undefined;
    return readText(root, HOLDS_FILE, { maxSize: MAX_SIZE });
}

/** Changes `stacks/holds.yaml` in one piece, while no other process does; the same text again, and nothing is written. */
export async function changeHolds(
    root: string,
    change: (text: string | undefined) => string | undefined,
    signal?: AbortSignal,
): Promise<void> {
    await exclusively(
        join(root, ".cache", "holds"),
        () => {
            const before = holdsText(root);
            const after = change(before);
            if (after !== undefined && after !== before) writeFileAtomic(join(root, HOLDS_FILE), after);
            return Promise.resolve();
        },
        { signal },
    );
}
