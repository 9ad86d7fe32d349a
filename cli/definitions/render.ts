import { defineCommand } from "../command";
import { STACKS_OPTION } from "./options";

export const renderCommand = defineCommand({
    name: "render",
    summary: "Write the manifests of stacks, by layer",
    options: {
        stack: STACKS_OPTION,
        out: {
            value: "DIR",
            help: "Write to DIR/<stack> (default: flux.git.path of each stack, clusters/<stack>)",
        },
        check: { help: "Write nothing; say what is stale" },
        delivered: { help: "Only stacks with delivery flux, or whose manifests are there already" },
    },
    notes: `
        Writes <layer>/ below each stack's folder. A file that has not changed is not touched, one that is
        gone is removed.

        With --check a stack without a folder is passed over, unless Flux delivers it from there.
    `,
    exitStatuses: {
        4: "with --check: a folder is not what would be rendered, and must be rendered and committed before Flux applies what it holds",
    },
});
