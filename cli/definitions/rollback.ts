import { defineCommand } from "../command";
import { AT_OPTION, JSON_OPTION } from "./options";

export const rollbackCommand = defineCommand({
    name: "rollback",
    summary: "Take the next step back to the Istio that ran before, and write it",
    options: {
        stack: { value: "STACK", help: "This stack; may be repeated", multiple: true },
        wave: { value: "N", help: "Every stack of this wave" },
        offline: { help: "Fetch nothing: digests of what is new are left out" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        One step a run and a stack, each a change of its own: the proxies first, with the next run the control
        plane. No gate, wave or soak is asked, and windlass:istio.allowDowngrade is not needed. What was taken
        back is held once that is committed, for the stack and the waves after it: windlass hold --help.
    `,
    exitStatuses: {
        3: "a stack is held: no older Istio is remembered, or there is no safe way; its files are untouched",
    },
});
