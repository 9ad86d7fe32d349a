import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { MAX_COMMENT, markerLine, upsertComment } from "../adapters/forge/comment";
import { readForgeContext } from "../adapters/forge/context-source";
import { withGitHub } from "../adapters/forge/github-source";
import { writeSummary } from "../adapters/forge/outputs-store";
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
    const body = commentBody({ text, asText, folded, limit: MAX_COMMENT - 100 });
    const context = readForgeContext(env);
    const { pull, author } = context;
    if (!pull) {
        throw new WindlassError({
            key: "GITHUB_EVENT_PATH",
            rule: "The event is no pull request's",
            remedy: "Run the command in a workflow on pull_request",
        });
    }
    if (pull.isFork) {
        writeSummary(env, body);
        terminal.print("pull request of a fork: the text is in the run's summary, and no comment is written");
        return ExitStatus.ok;
    }
    const { number } = pull;
    const outcome = await withGitHub({ ...context, env, signal }, (api) =>
        upsertComment(api, { number, marker, author, body }),
    );
    terminal.print(`pull request ${number}: comment ${marker} ${outcome}`);
    return ExitStatus.ok;
}
