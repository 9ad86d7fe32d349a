import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { resolveRevision } from "./revision-source";
import { type SkippedFile, readTree } from "./tree-source";

/** What a stack is made from: everything a version of the project is evaluated from, its code apart. */
export const DATA_PATHS = ["Pulumi.yaml", "stacks", "apps", "catalog"] as const;

/** A version of the project's data in a folder of its own. */
export interface CommittedVersion {
    /** Folder that stands for the project's root. */
    readonly root: string;
    readonly commit: string;
    readonly skipped: readonly SkippedFile[];
    /** Removes the folder. May be called twice. */
    readonly remove: () => void;
}

/** Which version to read. */
export interface ReadVersionArgs {
    /** The project's root. */
    readonly root: string;
    readonly ref: string;
    /** Option the name was given with, for messages: `--from`. */
    readonly option: string;
    readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the data of a committed version into a temporary folder. The folder goes when the caller says so, when reading
 * fails, and when the process ends.
 *
 * @throws WindlassError when there is no such version
 */
export async function readCommittedVersion(args: ReadVersionArgs): Promise<CommittedVersion> {
    const { root, signal } = args;
    const commit = await resolveRevision(args);
    const folder = mkdtempSync(join(tmpdir(), "windlass-version-"));
    const remove = (): void => {
        process.off("exit", remove);
        rmSync(folder, { recursive: true, force: true });
    };
    process.once("exit", remove);
    try {
        const skipped = await readTree({ root, commit, paths: DATA_PATHS, folder, signal });
        return { root: folder, commit, skipped, remove };
    } catch (error) {
        remove();
        throw error;
    }
}
