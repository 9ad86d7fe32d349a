import { WindlassError } from "../../lifecycle/kit/errors";
import type { Lock } from "../../lifecycle/settings/lock";
import { lockFileName, parseLock } from "../../lifecycle/settings/lock-parse";
import { readFileHistory } from "./file-history-source";
import { runGit } from "./git-source";

/** Most versions of one lock that are looked at, newest first: years of steps. */
const MOST = 200;
/** Largest lock that is read, as for the one in the work tree. */
export const MAX_LOCK_SIZE = 1024 * 1024;

/** Which locks to read. */
export interface LockHistoryArgs {
    /** The project's root, which may be a folder of its repository. */
    readonly root: string;
    readonly stack: string;
    /** Commit to go back from. @default HEAD */
    readonly commit?: string;
    readonly signal?: AbortSignal;
}

/**
 * The lock of a stack as it is committed.
 *
 * @returns "none" where the commit has no such file; undefined where there is no repository, or nothing is committed yet:
 *   then nobody can say what was reviewed
 */
export async function readCommittedLock({
    stack,
    ...where
}: LockHistoryArgs): Promise<{ readonly text: string } | "none" | undefined> {
    return readCommittedFile({ ...where, path: lockFileName(stack) });
}

/** Like {@link readCommittedLock}, of any file below the project's root. */
export async function readCommittedFile({
    root,
    path,
    commit = "HEAD",
    signal,
}: Omit<LockHistoryArgs, "stack"> & { readonly path: string }): Promise<
    { readonly text: string } | "none" | undefined
> {
    const verified = await git(
        root,
        ["rev-parse", "--verify", "--quiet", "--end-of-options", `${commit}^{commit}`],
        signal,
    );
    if (verified === undefined) return undefined;
    const text = await git(root, ["cat-file", "blob", `${verified.trim()}:./${path}`], signal);
    return text === undefined ? "none" : { text };
}

/**
 * Every lock of a stack that commits before and at one hold, newest first, as far as this clone reaches. Those that cannot
 * be read any more are left out.
 */
export async function readLockHistory({
    root,
    stack,
    commit = "HEAD",
    signal,
}: LockHistoryArgs): Promise<readonly Lock[]> {
    const { commits, texts } = await readFileHistory({
        root,
        commit,
        glob: lockFileName(stack),
        maxSize: MAX_LOCK_SIZE,
        parents: "all",
        most: MOST,
        signal,
    });
    const blobs = [...commits].reverse().flatMap(({ files }) => files.flatMap(({ blob }) => blob ?? []));
    const locks: Lock[] = [];
    for (const text of [...new Set(blobs)].map((blob) => texts.get(blob))) {
        try {
            if (text !== undefined) locks.push(parseLock(stack, text).lock);
        } catch (error) {
            // An earlier format, or a file that was damaged once: it says nothing.
            if (!(error instanceof WindlassError)) throw error;
        }
    }
    return locks;
}

/** What git prints, or undefined where it says no, or is not there. */
async function git(
    root: string,
    args: readonly string[],
    signal: AbortSignal | undefined,
): Promise<string | undefined> {
    try {
        const { status, stdout } = await runGit({ root, args, signal });
        return status === 0 ? stdout : undefined;
    } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof WindlassError) return undefined;
        throw error;
    }
}
