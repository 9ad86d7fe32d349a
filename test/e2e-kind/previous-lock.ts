import { symlinkSync } from "node:fs";
import { join } from "node:path";

import { runProgram } from "./programs";

export interface CheckOutPreviousArgs {
    readonly root: string;
    readonly stack: string;
    /** Folder to make. */
    readonly folder: string;
    /** Commit with the previous lock. @default the last one with another lock than HEAD */
    readonly commit?: string;
    readonly say: (sentence: string) => void;
}

/** The previous lock, with the applications its sidecars were made for, and the program as it is now. */
export async function checkOutPrevious({
    root,
    stack,
    folder,
    commit,
    say,
}: CheckOutPreviousArgs): Promise<void> {
    const git = (...args: readonly string[]): Promise<string> =>
        runProgram({ program: "git", args, cwd: root });
    const lock = `stacks/${stack}.lock.yaml`;
    const found = (await git("log", "-2", "--format=%H", "--", lock)).trim().split("\n");
    const previous = commit ?? found.at(-1) ?? "HEAD";
    if (found.length < 2) say("There is no previous lock: the upgrade is one to the same versions.");
    await git("worktree", "add", "--detach", folder, "HEAD");
    const args = ["checkout", previous, "--", "stacks", "apps", "catalog"];
    await runProgram({ program: "git", args, cwd: folder });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "dir");
}

/** Undoes it, also where it came to nothing. */
export async function removePrevious(root: string, folder: string): Promise<void> {
    const args = ["worktree", "remove", "--force", folder];
    await runProgram({ program: "git", args, cwd: root }).catch(() => "");
}
