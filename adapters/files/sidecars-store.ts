import { rmSync } from "node:fs";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { writeText } from "./atomic-write-store";
import { withFileFaults } from "./file-fault";
import { isThere, readText } from "./text-source";
import { parseSidecars } from "../../lifecycle/sidecars/parse-sidecars";
import type { Sidecars } from "../../lifecycle/sidecars/sidecars";
import { formatSidecars } from "../../lifecycle/sidecars/sidecars-text";

/** Name of a stack's sidecars file, relative to the project's root. */
export function sidecarsFile(stack: string): string {
    return `stacks/${stack}.sidecars.yaml`;
}

/**
 * Reads a stack's sidecars.
 *
 * @param root The project's root.
 * @throws WindlassError when the file is missing or is not as Windlass wrote it.
 */
export function readSidecars(root: string, stack: string): Sidecars {
    const file = sidecarsFile(stack);
    return parseSidecars(readText(root, file, { missing: `Run windlass inject --stack ${stack}` }), file);
}

/** What {@link readPreviousSidecars} found. */
export interface PreviousSidecars {
    /** Undefined where everything has to be injected anew. */
    readonly sidecars: Sidecars | undefined;
    /** Why the file could not be used, for the user to read. */
    readonly warning: string | undefined;
}

/** Reads what `inject` is about to replace. A damaged file is no reason to stop: it is written anew from nothing. */
export function readPreviousSidecars(root: string, stack: string): PreviousSidecars {
    if (!isThere(root, sidecarsFile(stack))) return { sidecars: undefined, warning: undefined };
    try {
        return { sidecars: readSidecars(root, stack), warning: undefined };
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        return { sidecars: undefined, warning: error.message };
    }
}

/** Writes a stack's sidecars. @returns false when the file already said exactly this; it is then not touched. */
export function writeSidecars(root: string, stack: string, sidecars: Sidecars): boolean {
    return writeText(root, sidecarsFile(stack), formatSidecars(sidecars));
}

/** Takes a stack's sidecars file away, as no workload has one any more. @returns false when there was none */
export function removeSidecars(root: string, stack: string): boolean {
    const file = sidecarsFile(stack);
    if (!isThere(root, file)) return false;
    withFileFaults({ file, doing: "written" }, () => rmSync(join(root, file)));
    return true;
}
