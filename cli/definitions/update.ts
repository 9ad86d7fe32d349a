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
        "take-back": {
            help: "Where a rollout was seen to fail, and nothing else moves Istio, take the step back",
        },
        holds: HOLDS_OPTION,
        offline: { help: "Fetch nothing: digests of what is new are left out" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        One step a run and a stack: the control plane, the next time the proxies with their sidecars; on the
        way back the proxies first. By revision the istiod that the proxies have left is removed in a step
        of its own. Flux and Flagger follow when Istio has nothing to do or is held. A stack without a lock
        gets its first.

        A step goes once what it relies on was seen (windlass status --record), and a wave once the ones
        before it were seen to run the version for the soak. With windlass:fleet.evidence none days decide,
        and --restarted: merge a prune then once every canary has been promoted.

        --to names where a stack goes, where that is neither the best release nor refused by a gate; a way
        back needs windlass:istio.allowDowngrade.

        Steps start in the windows, and in no freeze, of stacks/windows.yaml and of windlass:fleet; the way
        back starts at any time. With --take-back a rollout that failed opens its way back by itself.

        A stack that cannot follow says so in windlass:fleet.cannotFollow, with a reason and a last day:
        later waves then do not wait for it. What was taken back is held, for the stack and the waves after
        it: windlass hold --help.

        A step that is not committed yet is the last one that is taken: each is a change of its own. Where a
        range was changed and nothing may move, the lock follows the settings all the same; --only settings
        does nothing else.
    `,
    exitStatuses: {
        3: "a stack is held, by a gate, by an earlier wave or by what was seen or was not, and nothing else of it may move; its files are untouched",
    },
});
