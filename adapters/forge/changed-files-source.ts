import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { runGit } from "../git/git-source";
import type { FileChange } from "./commit-source";

/** Largest file that is proposed, in bytes. */
const MAX_SIZE = 64 * 1024 * 1024;

export interface ChangedFilesArgs {
    readonly root: string;
    /** Files and folders below the root; names as they are, no patterns. */
    readonly paths: readonly string[];
    readonly signal?: AbortSignal;
}

/**
 * What the work tree changes in some places, compared with HEAD: files that are new, others and gone.
 *
 * @throws WindlassError for a link or anything else that is no regular file
 */
export async function changedFiles({
    root,
    paths,
    signal,
}: ChangedFilesArgs): Promise<readonly FileChange[]> {
    const env = { GIT_LITERAL_PATHSPECS: "1" };
    const ask = async (args: readonly string[]): Promise<readonly string[]> => {
        const { status, stdout, stderr } = await runGit({
            root,
            args: [...args, "--", ...paths],
            signal,
            env,
        });
        if (status === 0) return stdout.split("\0").filter((path) => path !== "");
        throw new WindlassError({
            key: `git ${args[0] ?? ""}`,
            rule: `did not succeed: ${stderr.slice(0, 200)}`,
        });
    };
    const known = await ask(["diff-index", "--name-only", "-z", "--relative", "HEAD"]);
    const added = await ask(["ls-files", "--others", "--exclude-standard", "-z"]);
    return [...new Set([...known, ...added])].sort().map((path) => ({ path, text: textOf(root, path) }));
}

function textOf(root: string, path: string): string | undefined {
    const file = join(root, path);
    const found = lstatSync(file, { throwIfNoEntry: false });
    if (!found) return undefined;
    if (found.isFile() && found.size <= MAX_SIZE) return readFileSync(file, "utf8");
    throw new WindlassError({ file: path, rule: "is no regular file of a size that can be proposed" });
}
