import { INTERVENTIONS } from "../../lifecycle/observed/rollout-state";
import { defineCommand } from "../command";
import { JSON_OPTION, STACK_OPTION } from "./options";

export const rolloutCommand = defineCommand({
    name: "rollout",
    summary:
        "Try a rollout again, abort it, promote it unmeasured, or restart what only a restart moves, with a record of who did it and why",
    arguments: [{ name: "<ACTION>", help: "What is done", choices: INTERVENTIONS }],
    options: {
        stack: STACK_OPTION,
        canary: { value: "NAMESPACE/NAME", help: "This canary; may be repeated", multiple: true },
        namespace: { value: "NAME", help: "Of restart: its workloads; may be repeated", multiple: true },
        all: { help: "Every canary of the stack that the action would change; of restart, every namespace" },
        "at-once": { value: "NUMBER", help: "Of restart: workloads at once (default 1)" },
        most: { value: "NUMBER", help: "Of restart: workloads this time (default all)" },
        settle: { value: "SECONDS", help: "Of restart: how long each has to stay whole (default 30)" },
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

        restart: pods that a webhook gives their proxy keep it until they are started anew. Those of another proxy than Git
        has are restarted, workload by workload: of the stack's own with mode webhook or pin, and of namespaces that are
        declared to be delivered elsewhere. Each has to be whole on its new proxy, and stay so (--settle), before the
        next one begins; a canary's target goes through its analysis. The first that does not come up gets the template
        back that it had, and no further one begins.

        What is done is recorded first, on the branch windlass-evidence: who, when, why, at which pins. Then every change is
        told as it comes, and each canary is waited for until Flagger has taken it up: four of its looks and a minute at
        most. What is left to do is read from the cluster, so that an interrupted command is simply run again.

        It needs the right to list canaries, Deployments and DaemonSets, and to patch canaries and canaries/status; for
        restart, to list StatefulSets and pods as well, and to patch Deployments, StatefulSets and DaemonSets.
    `,
    exitStatuses: {
        3: "a canary or a workload could not be brought there: it says why; or the record could not be pushed",
        8: "the cluster could not be looked at; nothing was done",
    },
    examples: {
        'windlass rollout retry --stack dev --all --reason "Prometheus was away"': "all that have failed",
        'windlass rollout abort --stack dev --canary prod/backend --reason "5xx"': "one that is under way",
        'windlass rollout restart --stack dev --namespace legacy --most 5 --reason "1.31.1"':
            "five of another team",
        "windlass rollout promote --stack dev --all --dry-run": "what an emergency would do",
    },
});
