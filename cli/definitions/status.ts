import { defineCommand } from "../command";
import { FORGE_VARIABLES } from "../../adapters/forge/variables";
import { AT_OPTION, JSON_OPTION, STACKS_OPTION } from "./options";

export const statusCommand = defineCommand({
    name: "status",
    summary:
        "Say what clusters run and stacks pin, what is wrong with either, and when they are free to move",
    options: {
        stack: STACKS_OPTION,
        offline: { help: "Ask no cluster: answer from the project and its catalog alone" },
        watch: {
            help: "Look again every few seconds until interrupted; elsewhere than on a terminal, a line a change",
        },
        record: { help: "Keep what was seen as evidence, on the branch windlass-evidence of this clone" },
        push: { help: "With --record: push that branch to origin" },
        start: {
            value: "WORKFLOW",
            help: "With --push: where what was seen lets a step go, or shows that one failed, start this workflow: update-istio.yaml",
        },
        "from-forge": {
            help: "Ask no cluster, but the forge for what Flux has told it: for clusters that cannot be reached",
        },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        Looks at the cluster of each stack whose settings name a context of the kubeconfig, and holds what runs against
        what Git has: istiods, proxies by version and by how pods got them, canaries, Flux. Nothing in a cluster is
        changed: the right to list pods, workloads, canaries, Kustomizations and HelmReleases is enough. With --offline
        or --at no cluster is asked.

        \`behind\` mends itself if nothing else happens; what is \`failing\` somebody has to mend. With --watch, what
        Git has is read once, and each look costs an API request for every 500 pods, and six more at least.

        With --from-forge, statuses of the newest commits are read, windlass/STACK/LAYER, which Flux sets where
        windlass:flux.git.statusSecret names a Secret. ${FORGE_VARIABLES}

        \`free\` is the first day on which windlass update takes a step if nothing else changes; \`blocked
        by\` says what else has to.
    `,
    exitStatuses: {
        0: "every cluster that was looked at runs what Git has",
        6: "one is behind: it is on its way to what Git has",
        7: "one is failing: somebody has to mend it",
        8: "one could not be looked at, and no other is failing",
    },
    examples: {
        "windlass status": "every stack, as its cluster is",
        "windlass status --stack dev --watch": "follow a rollout",
        "windlass status --record --push": "keep what was seen, where other machines read it",
        "windlass status --record --push --start update-istio.yaml":
            "the same, and propose the next step when it is there",
    },
});
