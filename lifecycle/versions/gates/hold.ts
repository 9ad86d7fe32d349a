import type { Candidate } from "../catalog-index";
import { type Gate, type GateContext, isCurrent } from "./gate";

/**
 * Refuses what was taken back, or is held by a person or a tool (`stacks/holds.yaml`). A stack that runs nothing else
 * already is left where it is: to stay is no proposal.
 */
export const holdGate: Gate = {
    name: "hold",
    concerns: ["change"],
    judge(candidate, context) {
        return stays(candidate, context) ? undefined : context.holds.get(candidate.version);
    },
    notes(candidate, context) {
        const why = context.holds.get(candidate.version);
        return why === undefined ? [] : [`${candidate.version} runs here and stays, although ${why}`];
    },
};

function stays(candidate: Candidate, context: GateContext): boolean {
    const { sidecars } = context;
    return (
        isCurrent(candidate, context) && sidecars.every((sidecar) => sidecar.compare(candidate.semver) === 0)
    );
}
