import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { markerLine, upsertComment } from "../adapters/forge/comment";
import { MAX_TEXT } from "../adapters/forge/forge";
import { FORGE_VARIABLES, withForge, workflowRun } from "../adapters/forge/open-forge";
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
    },
};
