import { defineCommand } from "../command";
import { JSON_OPTION, STACK_OPTION } from "./options";

export const releaseCommand = defineCommand({
    name: "release",
    summary: "Print the way out of a stack: commits and commands that hand its mesh back to Helm, as it runs",
    options: { stack: STACK_OPTION, json: JSON_OPTION },
    notes: `
        Changes nothing, and asks no cluster. Each step names its way back. At the end Helm has the releases of the control
        plane with the values they have, pods get their proxies from the webhook, and nothing was deleted but the
        HelmReleases of Flux, suspended before.
    `,
    examples: {
        "windlass release --stack production > way-out.md":
            "read before the first step, docs/adopt.md beside it",
    },
});
