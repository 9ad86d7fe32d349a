import { FORGE_VARIABLES } from "../../adapters/forge/variables";
import { defineCommand } from "../command";

export const forgeCommentCommand = defineCommand({
    name: "forge comment",
    summary: "Write a pull request's one comment, or bring it up to date",
    options: {
        marker: { value: "NAME", help: "Which of our comments it is: preview" },
        "body-file": { value: "FILE", help: "Its Markdown" },
        "as-text": { help: "Show the file as its characters: nobody vouches for its Markdown" },
        fold: { value: "FILE", help: "A text to fold below; may be repeated", multiple: true },
    },
    notes: `
        The comment is found by a line that is not shown and by its author. The pull request is that of the
        event. For a pull request of a fork, whose token may not write, the text goes to the run's summary
        instead.

        ${FORGE_VARIABLES} With an App's token, WINDLASS_APP_SLUG says whose it is.
    `,
});
