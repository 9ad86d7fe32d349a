import { defineCommand } from "../command";
import { AT_OPTION, HOLD_OPTIONS } from "./options";

export const holdAddCommand = defineCommand({
    name: "hold add",
    summary: "Hold a release: update does not propose it to a stack, nor to the waves after it",
    options: { ...HOLD_OPTIONS, at: AT_OPTION },
    notes: `
        Writes stacks/holds.yaml, which is reviewed and committed. Without --stack every stack is meant.

        What runs already stays: a hold bars the way to a release, never the way back.
    `,
    examples: {
        'windlass hold add --version 1.31.1 --reason "5xx in checkout"': "no stack is proposed it",
    },
});
