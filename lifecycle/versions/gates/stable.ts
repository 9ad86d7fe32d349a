import type { Gate } from "./gate";

/** Refuses alpha, beta and rc releases, unless they are allowed. */
export const stableGate: Gate = {
    name: "stable",
    concerns: ["request"],
    judge({ semver }, { allowPrerelease }) {
        if (allowPrerelease || semver.prerelease.length === 0) return undefined;
        return "it is a pre-release, and those are not allowed";
    },
};
