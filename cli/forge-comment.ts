import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { markerLine, upsertComment } from "../adapters/forge/comment";
import { MAX_TEXT } from "../adapters/forge/forge";
import { withForge, workflowRun } from "../adapters/forge/open-forge";
import type { Invocation } from "./command";
import type { forgeCommentCommand } from "./definitions/forge-comment";
import { commentBody } from "./forge-comment-body";
import { readHandover } from "./forge-files";

/** Keeps one comment of a pull request up to date. */
export async function run({
    options,
    terminal,
    env,
    signal,
}: Invocation<typeof forgeCommentCommand>): Promise<ExitStatus> {
    const { marker } = options;
    if (marker === undefined) {
        throw new WindlassError({
            key: "--marker",
            rule: "A name is needed",
            remedy: "Write --marker preview",
        });
    }
    markerLine(marker);
    const text = readHandover(options["body-file"], "--body-file");
    const files = options.fold ?? [];
    const folded = files.map((file) => ({ file, text: readHandover(file, "--fold") }));
    const asText = options["as-text"] ?? false;
    const body = commentBody({ text, asText, folded, limit: MAX_TEXT - 100 });
    return withForge({ env, signal }, async (forge) => {
        const { number, isFork } = forge.requirePull();
        if (isFork) {
            workflowRun(env).writeSummary(body);
            terminal.print(
                "pull request of a fork: the text is in the run's summary, and no comment is written",
            );
            return ExitStatus.ok;
        }
        const outcome = await upsertComment(forge, { number, marker, body });
        terminal.print(`pull request ${number}: comment ${marker} ${outcome}`);
        return ExitStatus.ok;
    });
}
