import semver from "semver";

import type { Gate } from "./gate";

/** Refuses what is older than the current pin, unless going back is asked for. */
export const downgradeGate: Gate = {
    name: "downgrade",
    concerns: ["change"],
    judge({ semver: candidate }, { current, allowDowngrade }) {
        if (!current || allowDowngrade || semver.gte(candidate, current.semver)) return undefined;
        return `it is older than ${current.version}, and a downgrade was not asked for`;
    },
};
