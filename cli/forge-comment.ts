import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { MAX_COMMENT, markerLine, upsertComment } from "../adapters/forge/comment";
import { FORGE_VARIABLES } from "../adapters/forge/context";
import { readForgeContext } from "../adapters/forge/context-source";
import { withGitHub } from "../adapters/forge/github-source";
import { writeSummary } from "../adapters/forge/outputs-store";
import type { Command } from "./command";
import { commentBody } from "./forge-comment-body";
import { readHandover } from "./forge-files";

/** Keeps one comment of a pull request up to date. */
export const forgeCommentCommand: Command = {
    name: "forge comment",
    summary: "Write a pull request's one comment, or bring it up to date",
    options: {
        marker: { type: "string", value: "NAME", help: "Which of our comments it is: preview" },
        "body-file": { type: "string", value: "FILE", help: "Its Markdown" },
        "as-text": {
            type: "boolean",
            help: "Show the file as its characters: nobody vouches for its Markdown",
        },
        fold: {
            type: "string",
            value: "FILE",
            help: "A text to fold below; may be repeated",
            multiple: true,
        },
    },
    notes: [
        "The comment is found by a line that is not shown and by its author. The pull request is that of the event.",
        "For a pull request of a fork, whose token may not write, the text goes to the run's summary instead.",
        `${FORGE_VARIABLES} With an App's token, WINDLASS_APP_SLUG says whose it is.`,
    ].join("\n"),
    async run({ options, terminal, env, signal }) {
        const marker = options["marker"];
        if (typeof marker !== "string") {
            throw new WindlassError({
                key: "--marker",
                rule: "A name is needed",
                remedy: "Write --marker preview",
            });
        }
        markerLine(marker);
        const text = readHandover(options["body-file"], "--body-file");
        const files = (options["fold"] ?? []) as readonly string[];
        const folded = files.map((file) => ({ file, text: readHandover(file, "--fold") }));
        const asText = options["as-text"] === true;
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
            terminal.print(
                "pull request of a fork: the text is in the run's summary, and no comment is written",
            );
            return ExitStatus.ok;
        }
        const { number } = pull;
        const outcome = await withGitHub({ ...context, env, signal }, (api) =>
            upsertComment(api, { number, marker, author, body }),
        );
        terminal.print(`pull request ${number}: comment ${marker} ${outcome}`);
        return ExitStatus.ok;
    },
};
