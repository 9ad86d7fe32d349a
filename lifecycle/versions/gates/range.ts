import type { Gate } from "./gate";

/** Refuses what lies outside the stack's range. */
export const rangeGate: Gate = {
    name: "range",
    concerns: ["request"],
    judge({ semver }, { range }) {
        return range.holds(semver) ? undefined : `it is outside the range ${range.text}`;
    },
};
