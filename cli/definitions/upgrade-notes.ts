import { defineCommand } from "../command";
import { AT_OPTION, JSON_OPTION, STACK_OPTION } from "./options";

export const upgradeNotesCommand = defineCommand({
    name: "upgrade-notes",
    summary: "Say what a new minor of Istio means for a stack's own objects and values",
    options: {
        stack: STACK_OPTION,
        to: { value: "VERSION", help: "Istio version to go to (default: the best release of the range)" },
        charts: { help: "Compare what the charts of both versions make of the stack's values" },
        all: { help: "Show what touches nothing of the stack, too" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        Each change that Istio's upgrade notes, change notes and compatibility profiles tell of is held
        against the manifests and istio.values of the stack: safe where it touches nothing, look where a
        person must, refuse where something would break or stop working without a word. A minor that
        nobody has entered into the catalog is never safe. --charts runs the istioctl of both versions,
        which is fetched and verified as for injection. Writes nothing.
    `,
    exitStatuses: { 3: "no istioctl, or no version to go to", 5: "something would break" },
});
