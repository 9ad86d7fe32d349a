import { WindlassError } from "../../lifecycle/kit/errors";
import { runGit } from "./git-source";

/** A commit's id: SHA-1 or SHA-256. */
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** Longest name that is looked up. */
const MAX_LENGTH = 1000;

/** A name of a commit to look up. */
export interface ResolveRevisionArgs {
    /** Folder in the repository. */
    readonly root: string;
    /** Branch, tag, commit id or any other name git knows: `main`, `HEAD~1`. */
    readonly ref: string;
    /** Option it was given with, for messages: `--from`. */
    readonly option: string;
    readonly signal?: AbortSignal;
}

/**
 * The id of the commit a name stands for.
 *
 * The name is data: it stands behind `--end-of-options`, so that `--help` is a name like any other.
 *
 * @throws WindlassError when there is no such commit here, or no repository
 */
export async function resolveRevision({ root, ref, option, signal }: ResolveRevisionArgs): Promise<string> {
    if (ref === "" || ref.length > MAX_LENGTH || ref.includes("\0")) {
        throw new WindlassError({
            key: option,
            value: ref,
            rule: "is no name of a commit",
            remedy: "Name a branch, tag or commit",
        });
    }
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
    const { stdout, stderr, status } = await runGit({ root, args, signal });
    const commit = stdout.trim();
    if (status === 0 && COMMIT.test(commit)) return commit;
    if (/not a git repository/.test(stderr)) {
        throw new WindlassError({
            key: option,
            rule: "The project is in no Git repository",
            remedy: "Run the command in a clone of it",
        });
    }
    refuseForeignFolder(stderr, option);
    throw new WindlassError({
        key: option,
        value: ref,
        rule: "There is no such commit in this clone",
        remedy: "Correct the name, or fetch it: git fetch origin (a shallow clone holds few commits)",
    });
}

/**
 * What git says of a repository in a folder of somebody else's, as an error; anything else is for the caller.
 *
 * @param key what the error is about
 * @throws WindlassError
 */
export function refuseForeignFolder(stderr: string, key: string): void {
    if (!/dubious ownership/.test(stderr)) return;
    throw new WindlassError({
        key,
        rule: "Git refuses the repository, as somebody else owns its folder",
        remedy: "Run the command as the folder's owner, or see `safe.directory` in git-config(1)",
    });
}
