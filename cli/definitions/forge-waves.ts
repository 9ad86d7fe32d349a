import { defineCommand } from "../command";
import { JSON_OPTION } from "./options";

export const forgeWavesCommand = defineCommand({
    name: "forge waves",
    summary: "Give a workflow the stacks of each wave",
    options: {
        // As many as .github/workflows/deploy.yaml has.
        jobs: { value: "N", help: "Jobs the workflow has for waves", default: "3" },
        json: JSON_OPTION,
    },
    notes: `
        Writes the outputs wave-0, wave-1, …: JSON lists of stacks, empty ones at the end.
    `,
});
