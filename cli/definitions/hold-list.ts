import { defineCommand } from "../command";
import { AT_OPTION, HOLDS_OPTION, JSON_OPTION, STACKS_OPTION } from "./options";

export const holdListCommand = defineCommand({
    name: "hold list",
    summary: "List the releases that are held for stacks, why, and since when",
    options: {
        stack: STACKS_OPTION,
        holds: HOLDS_OPTION,
        all: { help: "Also those that were lifted or have expired" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        A hold comes from a person or a tool (stacks/holds.yaml), or from Git: the commits of a stack's lock
        that moved a pin back to what it was before. It counts for the stack and for the waves after it.
    `,
});
