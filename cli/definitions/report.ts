import { defineCommand } from "../command";
import { AT_OPTION, JSON_OPTION, STACKS_OPTION } from "./options";

export const reportCommand = defineCommand({
    name: "report",
    summary: "Write one page about the fleet: what runs, what is wrong, what happens next and why not yet",
    options: {
        stack: STACKS_OPTION,
        format: {
            value: "FORMAT",
            help: "html is a page; markdown is for a job's summary or a comment, at most 64,000 characters",
            choices: ["html", "markdown"],
            default: "html",
        },
        output: {
            value: "FILE",
            help: "Where it is written (default: windlass-report.html in the project; markdown is printed)",
        },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        Asks no cluster and no forge: it is made of settings, locks, the catalog and the evidence that windlass status
        --record has kept, as far as this clone has fetched it. The page needs nothing beside it, and asks nobody for
        anything when it is opened. With --json nothing is written: what the page is made of is printed.
    `,
    examples: {
        "windlass report": "a page to open in a browser",
        'windlass report --format markdown >> "$GITHUB_STEP_SUMMARY"': "in a workflow",
    },
});
