import { existsSync } from "node:fs";
import { join } from "node:path";

import { ExitStatus, WindlassError } from "../lifecycle/errors";
import { Committer, type FileChange } from "../lifecycle/forge/commit-source";
import { FORGE_VARIABLES, type PullContext } from "../lifecycle/forge/context";
import { readForgeContext } from "../lifecycle/forge/context-source";
import { parseSidecars } from "../lifecycle/sidecars/parse-sidecars";
import { sidecarsFile } from "../lifecycle/sidecars/sidecars-store";
import type { Command } from "./command";
import { readHandover } from "./forge-files";
import { stackNames } from "./read-stacks";

/** Commits sidecars to the branch of a pull request. */
export const forgeAmendCommand: Command = {
    name: "forge amend",
    summary: "Commit sidecars that another job made to the pull request's own branch",
    options: {
        from: { type: "string", value: "DIR", help: "Folder with <stack>.sidecars.yaml of some stacks" },
    },
    notes: [
        "Only sidecars files are taken, of stacks this project has, and only when they are whole. Nothing is pushed when the",
        "branch has moved. Exit status 4: the pull request comes from a fork, whose branch is not ours to write.",
        FORGE_VARIABLES,
    ].join("\n"),
    async run({ root, options, terminal, env, signal }) {
        const { from } = options;
        if (typeof from !== "string" || from === "") {
            throw new WindlassError({
                key: "--from",
                rule: "A folder is needed",
                remedy: "Write --from DIR",
            });
        }
        const context = readForgeContext(env);
        const pull = requirePull(context.pull);
        const committer = new Committer({ ...context, root, signal });
        const files: FileChange[] = [];
        const stacks: string[] = [];
        for (const stack of stackNames(root)) {
            const path = sidecarsFile(stack);
            const file = join(from, `${stack}.sidecars.yaml`);
            if (!existsSync(file)) continue;
            const text = readHandover(file, "--from");
            parseSidecars(text, path);
            if (text === (await committer.read(pull.headSha, path))) continue;
            files.push({ path, text });
            stacks.push(stack);
        }
        const { headRef, headSha } = pull;
        const message = `Bring the sidecars of ${stacks.join(", ")} up to date\n\nMade by windlass inject.`;
        const commit =
            files.length === 0 ? undefined : await committer.commit({ parent: headSha, files, message });
        if (commit === undefined) {
            terminal.print("the sidecars are up to date");
            return ExitStatus.ok;
        }
        await committer.push({ commit, branch: headRef, expected: headSha });
        terminal.print(`pull request ${pull.number}: sidecars of ${stacks.join(", ")} pushed`);
        if (context.isDefaultToken) {
            terminal.note(
                "The push was made with the workflow's own token: no check starts on it by itself.",
            );
        }
        return ExitStatus.ok;
    },
};

function requirePull(pull: PullContext | undefined): PullContext {
    if (!pull) {
        throw new WindlassError({
            key: "GITHUB_EVENT_PATH",
            rule: "The event is no pull request's",
            remedy: "Run the command in a workflow on pull_request",
        });
    }
    if (!pull.isFork) return pull;
    throw new WindlassError({
        rule: "The pull request comes from a fork, and its branch is not ours to write",
        remedy: "Run `npm run -s windlass -- inject` on the branch, commit stacks/*.sidecars.yaml and push it",
        exitStatus: ExitStatus.stale,
    });
}
