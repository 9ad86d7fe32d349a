import { defineCommand } from "../command";
import { STACKS_OPTION } from "./options";

export const diffCommand = defineCommand({
    name: "diff",
    summary: "Say in words what differs between two versions of the repository",
    options: {
        from: { value: "REF", help: "The older version: a branch, tag or commit" },
        to: { value: "REF", help: "The newer version (default: the files as they are)" },
        stack: STACKS_OPTION,
        format: {
            value: "FORMAT",
            help: "markdown is a comment for GitHub, at most 64,000 characters: details that do not fit are left out",
            choices: ["text", "markdown", "json"],
            default: "text",
        },
    },
    notes: `
        Both versions are evaluated with the current code. What cannot be read is told of and left out.
    `,
    exitStatuses: { 0: "whatever differs", 2: "a version does not exist" },
});
