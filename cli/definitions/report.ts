import { defineCommand } from "../command";
import { AT_OPTION, JSON_OPTION, STACKS_OPTION } from "./options";

export const reportCommand = defineCommand({
    name: "report",
    summary: "Write one page about the fleet: what runs, what is wrong, what happens next and why not yet",
    options: {
        stack: STACKS_OPTION,
        output: { value: "FILE", help: "The page", default: "windlass-report.html" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        Asks no cluster and no forge: it is made of settings, locks, the catalog and the evidence that windlass status
        --record has kept. The page needs nothing beside it and asks nobody for anything. With --json no page is
        written.
    `,
});
