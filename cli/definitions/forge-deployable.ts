import { defineCommand } from "../command";
import { AT_OPTION, STACK_OPTION } from "./options";

export const forgeDeployableCommand = defineCommand({
    name: "forge deployable",
    summary: "Say whether a stack is one step from what was deployed last",
    options: {
        stack: STACK_OPTION,
        outputs: {
            value: "FILE",
            help: "Outputs of the last deployment, as JSON (default: standard input)",
        },
        at: AT_OPTION,
    },
    notes: `
        What \`pulumi stack output --json\` printed is held against the lock. A stack without outputs was
        never deployed, and may be.
    `,
    exitStatuses: {
        5: "control plane and proxies would move at once, or an istiod would go before its proxies; deploy the commits between one after the other",
    },
});
