import { WindlassError } from "../../lifecycle/kit/errors";
import { runGit } from "../git/git-source";
import { resolveRevision } from "../git/revision-source";

/**
 * Paths that differ between a commit and HEAD, relative to the project's root.
 *
 * @throws WindlassError when there is no such commit here
 */
export async function pathsSince(
    root: string,
    from: string,
    signal: AbortSignal,
): Promise<readonly string[]> {
    const commit = await resolveRevision({ root, ref: from, option: "--from", signal });
    const args = [
        "diff-tree",
        "-r",
        "-z",
        "--name-only",
        "--no-renames",
        "--relative",
        "--end-of-options",
        commit,
        "HEAD",
    ];
    const { status, stdout, stderr } = await runGit({ root, args, signal });
    if (status === 0) return stdout.split("\0").filter((path) => path !== "");
    throw new WindlassError({ key: "git diff-tree", rule: `did not succeed: ${stderr.slice(0, 200)}` });
}
