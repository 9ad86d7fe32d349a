import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { resolveRevision } from "./revision-source";
import { blobId } from "./blob-id";
import { type Blob, type SkippedFile, listTree, writeBlobs } from "./tree-source";

/**
 * What a stack is made from: everything a version of the project is evaluated from. Of its code only the program is read, to
 * tell whether it is the same; no committed code is run.
 */
export const DATA_PATHS = ["Pulumi.yaml", "index.ts", "stacks", "apps", "catalog"] as const;

/** A version of the project's data in a folder of its own. */
export interface CommittedVersion {
    /** Folder that stands for the project's root. */
    readonly root: string;
    readonly commit: string;
    readonly skipped: readonly SkippedFile[];
    /** Folders below `apps/` that are the same in {@link ReadVersionArgs.base}, and were not written. */
    readonly sameApps: ReadonlySet<string>;
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
    /** Root of the version it will be compared with. Of thousands of apps few differ, and writing files takes long. */
    readonly base?: string;
    readonly signal?: AbortSignal;
}

/**
 * Reads the data of a committed version into a temporary folder. The folder goes when the caller says so, when reading
 * fails, and when the process ends.
 *
 * @throws WindlassError when there is no such version
 */
export async function readCommittedVersion(args: ReadVersionArgs): Promise<CommittedVersion> {
    const { root, base, signal } = args;
    const commit = await resolveRevision(args);
    const folder = mkdtempSync(join(tmpdir(), "windlass-version-"));
    const remove = (): void => {
        process.off("exit", remove);
        rmSync(folder, { recursive: true, force: true });
    };
    process.once("exit", remove);
    try {
        const { blobs, skipped } = await listTree({ root, commit, paths: DATA_PATHS, signal });
        const sameApps = base === undefined ? new Set<string>() : appsLike(base, blobs);
        const wanted = blobs.filter(({ path }) => !sameApps.has(appOf(path) ?? ""));
        await writeBlobs({ root, blobs: wanted, folder, signal });
        return { root: folder, commit, skipped, sameApps, remove };
    } catch (error) {
        remove();
        throw error;
    }
}

/** Apps whose folder in another version holds these very files and no other. */
function appsLike(base: string, blobs: readonly Blob[]): ReadonlySet<string> {
    const apps = new Map<string, Blob[]>();
    for (const blob of blobs) {
        const app = appOf(blob.path);
        if (app === undefined) continue;
        const files = apps.get(app);
        if (files) files.push(blob);
        else apps.set(app, [blob]);
    }
    return new Set([...apps].filter(([app, files]) => isLike(base, app, files)).map(([app]) => app));
}

function isLike(base: string, app: string, files: readonly Blob[]): boolean {
    try {
        const entries = readdirSync(join(base, "apps", app), { withFileTypes: true });
        return (
            entries.length === files.length &&
            entries.every((entry) => entry.isFile()) &&
            files.every(({ id, path }) => blobId(readFileSync(join(base, path)), id) === id)
        );
    } catch {
        return false;
    }
}

/** Name of the folder below `apps/` a file is in; undefined for all others. */
function appOf(path: string): string | undefined {
    return /^apps\/([^/]+)\//.exec(path)?.[1];
}
