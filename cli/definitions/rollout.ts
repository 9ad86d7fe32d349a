import { ROLLOUT_ACTIONS } from "../../lifecycle/observed/rollout-state";
import { defineCommand } from "../command";
import { JSON_OPTION, STACK_OPTION } from "./options";

export const rolloutCommand = defineCommand({
    name: "rollout",
    summary: "Try a rollout again, abort it, or promote it unmeasured, with a record of who did it and why",
    arguments: [{ name: "<ACTION>", help: "What is done", choices: ROLLOUT_ACTIONS }],
    options: {
        stack: STACK_OPTION,
        canary: { value: "NAMESPACE/NAME", help: "This canary; may be repeated", multiple: true },
        all: { help: "Every canary of the stack that the action would change" },
        reason: { value: "TEXT", help: "Why, in one line (needed, but for --dry-run)" },
        "dry-run": { help: "Say what would be done, and change nothing" },
        push: { help: "Push the record, the branch windlass-evidence, to origin" },
        json: JSON_OPTION,
    },
    notes: `
        retry: what has failed is analysed anew; a primary that somebody has edited is made anew from what Git has.

        abort: an analysis under way ends as failed, and its version is held, for the stack and the waves after it. What
        analyses a change that was taken back already is stopped, and nothing is held; where Flagger calls such a change
        failed for good, its record is put right.

        promote: for an emergency. What is under way, or has failed, replaces the primary without being measured. The
        canary's spec.skipAnalysis is set for as long as that takes, under an owner of its own, which neither Flux nor
        Pulumi takes off.

        What is done is recorded first, on the branch windlass-evidence: who, when, why, at which pins. Then every change is
        told as it comes, and each canary is waited for until Flagger has taken it up: four of its looks and a minute at
        most. What is left to do is read from the cluster, so that an interrupted command is simply run again.

        It needs the right to list canaries, Deployments and DaemonSets, and to patch canaries and canaries/status.
    `,
    exitStatuses: {
        3: "a canary could not be brought there: it says why; or the record could not be pushed",
        8: "the cluster could not be looked at; nothing was done",
    },
    examples: {
        'windlass rollout retry --stack dev --all --reason "Prometheus was away"': "all that have failed",
        'windlass rollout abort --stack dev --canary prod/backend --reason "5xx"': "one that is under way",
        "windlass rollout promote --stack dev --all --dry-run": "what an emergency would do",
    },
});
