import { WindlassError } from "../../lifecycle/kit/errors";
import { runGit } from "./git-source";

export interface CleanCommitArgs {
    readonly root: string;
    /** Relative to the root; what is not there does not count. */
    readonly paths: readonly string[];
    readonly signal?: AbortSignal;
}

/** The commit these paths are as in: HEAD; undefined where anything below them is changed or new, or there is no commit. */
export async function cleanCommit({ root, paths, signal }: CleanCommitArgs): Promise<string | undefined> {
    const changes = ["status", "--porcelain", "-z", "--untracked-files=all", "--", ...paths.map(literal)];
    try {
        const { status, stdout } = await runGit({ root, args: changes, signal });
        if (status !== 0 || stdout !== "") return undefined;
        const head = await runGit({
            root,
            args: ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"],
            signal,
        });
        return head.status === 0 ? head.stdout.trim() : undefined;
    } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof WindlassError) return undefined;
        throw error;
    }
}

function literal(path: string): string {
    return `:(literal)${path}`;
}
