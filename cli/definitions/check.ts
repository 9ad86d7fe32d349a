import { defineCommand } from "../command";
import { AT_OPTION, JSON_OPTION, STACKS_OPTION } from "./options";

export const checkCommand = defineCommand({
    name: "check",
    summary: "Hold what is committed against every gate, policy and istioctl analyze",
    options: {
        stack: STACKS_OPTION,
        from: {
            value: "REF",
            help: "Also judge the change since this version: mass deletion, moves between modes",
        },
        offline: { help: "Use only an istioctl that is on this machine" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        Warnings and waived findings fail nothing. A waiver stands in windlass:istio.waivers with the rule's
        name, a reason and its last day.

        Where istioctl of the pinned version is not to be had, its analysis is left out, and the output says
        so.
    `,
    exitStatuses: { 4: "sidecars are stale", 5: "something is refused" },
});
