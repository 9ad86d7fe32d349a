import { defineCommand } from "../command";
import { AT_OPTION, JSON_OPTION } from "./options";

export const releasesCommand = defineCommand({
    name: "releases",
    summary: "Say what is known of Istio's minors: newest release, end of support, Kubernetes, faults",
    options: {
        minor: {
            value: "MINOR",
            help: "This minor, supported or not: 1.28; may be repeated",
            multiple: true,
        },
        kubernetes: {
            value: "V",
            help: "Only minors that run on it; repeated: on each, before and after an upgrade of it",
            multiple: true,
        },
        all: { help: "Also minors that are no longer supported" },
        at: AT_OPTION,
        json: JSON_OPTION,
    },
    notes: `
        Answers from catalog/ alone. Facts, not advice: what a stack may take is windlass resolve --stack.
    `,
    exitStatuses: { 3: "nothing fits" },
    examples: {
        "windlass releases --minor 1.28": "its newest release, although support has ended",
        "windlass releases --kubernetes 1.34 --kubernetes 1.36": "what survives the upgrade of the cluster",
    },
});
