import { defineCommand } from "../command";

export const startCommand = defineCommand({
    name: "start",
    summary: "Verify every stack, write its manifests to dist/render and print what they come to",
    options: {},
    notes: `
        Nothing is written before every stack has been verified. Needs no cluster, no network and no other
        tool.
    `,
});
