import { defineCommand } from "../command";
import { AT_OPTION, JSON_OPTION, STRATEGY_CHOICES } from "./options";

export const resolveCommand = defineCommand({
    name: "resolve",
    summary: "Say which Istio release to run, and why not a newer one",
    options: {
        range: { value: "RANGE", help: "Semver range with a lower bound: ~1.31 (needed without --stack)" },
        stack: {
            value: "STACK",
            help: "Ask for this stack: its settings, pins and holds; other options replace them",
        },
        at: AT_OPTION,
        kubernetes: { value: "V", help: "Kubernetes version of the cluster: 1.34, v1.34.2-gke.100" },
        current: { value: "V", help: "Istio version the control plane runs now" },
        sidecars: {
            value: "V,…",
            help: "Proxy versions in Git, separated by commas; may be repeated",
            multiple: true,
        },
        strategy: {
            value: "STRATEGY",
            help: "How proxies follow (default: the stack's, else in-place)",
            choices: STRATEGY_CHOICES,
        },
        "minimum-age": { value: "D", help: "Time since the release: 0d, 3d, 36h (default: 3d)" },
        json: JSON_OPTION,
    },
    notes: `
        Answers from catalog/ alone and writes nothing. What --at says lies in the future does not exist
        yet.
    `,
    exitStatuses: {
        0: "a release was found",
        2: "the question cannot be read, or no version can lie in the range",
        3: "none may be picked, the pin stays",
    },
});
