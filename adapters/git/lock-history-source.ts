import { WindlassError } from "../../lifecycle/kit/errors";
import type { Lock } from "../../lifecycle/settings/lock";
import { lockFileName, parseLock } from "../../lifecycle/settings/lock-parse";
import { BlobReader } from "./blob-reader";
import { runGit } from "./git-source";

/** Most versions of one lock that are looked at, newest first: years of steps. */
const MOST = 200;

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
    const file = lockFileName(stack);
    const args = ["log", `--max-count=${MOST}`, "--format=%H", "--end-of-options", commit, "--", file];
    const listed = await git(root, args, signal);
    const commits = listed?.split("\n").filter((line) => line !== "") ?? [];
    if (commits.length === 0) return [];
    const names = commits.map((id) => `${id}:./${file}\n`).join("");
    const found = await git(root, ["cat-file", "--batch-check=%(objectname) %(objecttype)"], signal, names);
    const blobs = (found ?? "").split("\n").flatMap((line) => /^([0-9a-f]+) blob$/.exec(line)?.[1] ?? []);
    const ids = [...new Set(blobs)];
    const locks: Lock[] = [];
    const reader = new BlobReader(ids, (_, content) => {
        try {
            locks.push(parseLock(stack, content.toString("utf8")).lock);
        } catch (error) {
            // An earlier format, or a file that was damaged once: it says nothing.
            if (!(error instanceof WindlassError)) throw error;
        }
    });
    const stdin = ids.map((id) => `${id}\n`).join("");
    await runGit({
        root,
        args: ["cat-file", "--batch"],
        stdin,
        signal,
        onData: (chunk) => reader.push(chunk),
    });
    return locks;
}

/** What git prints, or undefined where it says no, or is not there. */
async function git(
    root: string,
    args: readonly string[],
    signal: AbortSignal | undefined,
    stdin?: string,
): Promise<string | undefined> {
    try {
        const { status, stdout } = await runGit({ root, args, signal, stdin });
        return status === 0 ? stdout : undefined;
    } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof WindlassError) return undefined;
        throw error;
    }
}
