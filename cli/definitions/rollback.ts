import { defineCommand } from "../command";
import { AT_OPTION, JSON_OPTION } from "./options";

export const rollbackCommand = defineCommand({
    name: "rollback",
    summary: "Take the next step back to the Istio that ran before, and write it",
    options: {
        stack: { value: "STACK", help: "This stack; may be repeated", multiple: true },
        wave: { value: "N", help: "Every stack of this wave" },
        reason: { value: "TEXT", help: "Why, in one line: the hold of what it leaves says so" },
        offline: { help: "Fetch nothing: digests of what is new are left out" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        One step a run and a stack, each a change of its own: the proxies first, with the next run the control
        plane. No gate, wave or soak is asked, and windlass:istio.allowDowngrade is not needed. What it leaves
        is held in stacks/holds.yaml, for the stack and the waves after it, until windlass hold lift: commit both.

        Flagger does not stop an analysis by itself because its change was taken back: where one is under way, abort it
        first, with windlass rollout abort, and nothing is analysed twice.
    `,
    exitStatuses: {
        3: "a stack is held: no older Istio is remembered, or there is no safe way; its files are untouched",
    },
});
