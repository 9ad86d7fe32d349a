import { defineCommand } from "../command";
import { AT_OPTION, JSON_OPTION, STACK_OPTION } from "./options";

export const planCommand = defineCommand({
    name: "plan",
    summary: "Show the steps of an upgrade in their order, and why each is safe",
    options: {
        stack: STACK_OPTION,
        to: { value: "VERSION", help: "Go there (default: the best release of the range)" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        Writes nothing. Each plan has been played through: half-way, done, once more and taken back, step by
        step.
    `,
    exitStatuses: { 0: "there is a way, or nothing to do", 3: "there is none, and why" },
});
