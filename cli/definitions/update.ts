import { LOCKED_SYSTEMS } from "../../lifecycle/settings/pinned-parts";
import type { Scope } from "../../lifecycle/upgrade/decide";
import { defineCommand } from "../command";
import { AT_OPTION, HOLDS_OPTION, JSON_OPTION, STACKS_OPTION } from "./options";

export const updateCommand = defineCommand({
    name: "update",
    summary: "Take the next step of stacks towards the best release in their range, and write it",
    options: {
        stack: STACKS_OPTION,
        to: {
            value: "VERSION",
            help: "Take the next step to this Istio, as plan --to shows it (with one --stack)",
        },
        only: {
            value: "SYSTEM",
            help: "Look at nothing else; settings moves no pin; strategy begins a move to another",
            choices: [...LOCKED_SYSTEMS, "settings", "strategy"] satisfies readonly Scope[],
        },
        restarted: {
            value: "VERSION",
            help: "Say that no pod runs this proxy any more, where only a restart moves pods",
        },
        holds: HOLDS_OPTION,
        offline: { help: "Fetch nothing: digests of what is new are left out" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        One step a run and a stack: the control plane, the next time the proxies with their sidecars; on the
        way back the proxies first. By revision the istiod that the proxies have left is removed in a step
        of its own, after the soak of the stack: merge that once every canary has been promoted. Flux and
        Flagger follow when Istio has nothing to do or is held. A stack without a lock gets its first.

        --to names where a stack goes, where that is neither the best release nor refused by a gate; a way
        back needs windlass:istio.allowDowngrade.

        A stack that cannot follow says so in windlass:fleet.cannotFollow, with a reason and a last day:
        later waves then do not wait for it. What was taken back is held, for the stack and the waves after
        it: windlass hold --help.

        A step that is not committed yet is the last one that is taken: each is a change of its own. Where a
        range was changed and nothing may move, the lock follows the settings all the same; --only settings
        does nothing else.
    `,
    exitStatuses: {
        3: "a stack is held, by a gate or by an earlier wave, and nothing else of it may move; its files are untouched",
    },
});
