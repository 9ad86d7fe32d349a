import { defineCommand } from "../command";
import { AT_OPTION, JSON_OPTION, STRATEGY_CHOICES } from "./options";

export const wayCommand = defineCommand({
    name: "way",
    summary:
        "Say how a mesh gets from any release of Istio to a supported one, and what Kubernetes that takes",
    options: {
        from: { value: "V", help: "Istio version that runs now: 1.19.3 (needed)" },
        proxies: { value: "V", help: "Oldest proxy that runs (default: the same)" },
        to: { value: "V", help: "Where to (default: the best release there is)" },
        kubernetes: { value: "V", help: "Kubernetes version of the cluster now" },
        strategy: {
            value: "STRATEGY",
            help: "How proxies follow",
            choices: STRATEGY_CHOICES,
            default: "in-place",
        },
        shares: {
            value: "PERCENT,…",
            help: "Proxies move in cohorts: these shares of the workloads, 5,20,50 (default: all at once)",
        },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        For a mesh that no stack describes yet. Stops are the newest releases of their minors, supported or
        not: they are passed, not stayed at. windlass plan --stack S shows the way of a stack, with its
        gates, holds, waivers and its own cohorts.
    `,
    exitStatuses: { 3: "there is no way, and why" },
});
