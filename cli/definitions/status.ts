import { defineCommand } from "../command";
import { AT_OPTION, JSON_OPTION, STACKS_OPTION } from "./options";

export const statusCommand = defineCommand({
    name: "status",
    summary: "Say what stacks pin, when support of it ends, what mends it, and when they are free to move",
    options: { stack: STACKS_OPTION, at: AT_OPTION, json: JSON_OPTION },
    notes: `
        Answers from the project and its catalog alone, and writes nothing; no cluster is asked.

        \`free\` is the first day on which windlass update takes a step if nothing else changes; \`blocked
        by\` says what else has to.
    `,
});
