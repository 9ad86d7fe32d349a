import { readdirSync } from "node:fs";
import { join } from "node:path";

import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { Committer } from "../adapters/forge/commit-source";
import type { PullContext } from "../adapters/forge/context";
import { readForgeContext } from "../adapters/forge/context-source";
import { parseSidecars } from "../lifecycle/sidecars/parse-sidecars";
import { sidecarsFile } from "../adapters/files/sidecars-store";
import { settingsFile } from "../lifecycle/settings/settings-parse";
import { requireStackName } from "../adapters/files/settings-source";
import type { Invocation } from "./command";
import type { forgeAmendCommand } from "./definitions/forge-amend";
import { readHandover } from "./forge-files";
import { renderedChanges } from "./forge-rendered";

/** Commits sidecars to the branch of a pull request. */
export async function run({
    root,
    options,
    terminal,
    env,
    signal,
}: Invocation<typeof forgeAmendCommand>): Promise<ExitStatus> {
    const { from } = options;
    if (from === undefined || from === "") {
        throw new WindlassError({
            key: "--from",
            rule: "A folder is needed",
            remedy: "Write --from DIR",
        });
    }
    const context = readForgeContext(env);
    const pull = requirePull(context.pull);
    const committer = new Committer({ ...context, root, signal });
    const { headRef, headSha } = pull;
    if ((await committer.remoteHead(headRef)) !== headSha) {
        terminal.print(`pull request ${pull.number}: its branch has moved, and a later run looks at it`);
        return ExitStatus.ok;
    }
    await committer.fetch(headRef);
    const sidecars = await newSidecars(from, headSha, committer);
    const names = [...sidecars.keys()].join(", ");
    const rendered = await renderedChanges({ root, commit: headSha, sidecars, signal });
    for (const note of rendered.notes) terminal.note(note);
    const files = [
        ...[...sidecars].map(([stack, text]) => ({ path: sidecarsFile(stack), text })),
        ...rendered.files,
    ];
    const makers = rendered.files.length === 0 ? "inject" : "inject and windlass render";
    const message = `Bring the sidecars of ${names} up to date\n\nMade by windlass ${makers}.`;
    const commit =
        files.length === 0 ? undefined : await committer.commit({ parent: headSha, files, message });
    if (commit === undefined) {
        terminal.print("the sidecars are up to date");
        return ExitStatus.ok;
    }
    await committer.push({ commit, branch: headRef, expected: headSha });
    terminal.print(`pull request ${pull.number}: sidecars of ${names} pushed`);
    if (context.isDefaultToken) {
        terminal.note("The push was made with the workflow's own token: no check starts on it by itself.");
    }
    return ExitStatus.ok;
}

/** Sidecars that are whole, of stacks the commit has, and other than those it has: their text by stack. */
async function newSidecars(
    from: string,
    commit: string,
    committer: Committer,
): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const name of namesIn(from)) {
        const [, stack] = /^(.+)\.sidecars\.yaml$/s.exec(name) ?? [];
        if (stack === undefined) continue;
        requireStackName(stack);
        const path = sidecarsFile(stack);
        const text = readHandover(join(from, name), "--from");
        parseSidecars(text, path);
        const isKnown = (await committer.read(commit, settingsFile(stack))) !== undefined;
        if (isKnown && text !== (await committer.read(commit, path))) found.set(stack, text);
    }
    return found;
}

function namesIn(folder: string): readonly string[] {
    try {
        return readdirSync(folder).sort();
    } catch {
        throw new WindlassError({ key: "--from", value: folder, rule: "is no folder" });
    }
}

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
