import type { Candidate } from "./catalog-index";
import { blockingFaults } from "./gates/bulletin";
import { type Gate, type GateContext, apartFrom } from "./gates/gate";
import { holdGate } from "./gates/hold";

/**
 * Published faults of the pin that nothing mends but what is held: said loudly, for neither to override the hold nor to keep
 * silent about it would be right.
 *
 * @param candidates - releases that exist, newest first
 * @returns sentences without their full stop
 */
export function heldFixes(
    candidates: readonly Candidate[],
    context: GateContext,
    gates: readonly Gate[],
): readonly string[] {
    const { current, holds } = context;
    if (!current || holds.size === 0) return [];
    const faults = blockingFaults(current, context).map(({ id }) => id);
    if (faults.length === 0) return [];
    // A fix is a fix however many steps away.
    const others = apartFrom(gates, "distance").filter((gate) => gate !== holdGate);
    const free: Candidate[] = [];
    const held: Candidate[] = [];
    for (const candidate of candidates) {
        if (candidate.version === current.version) continue;
        if (others.some((gate) => gate.judge(candidate, context) !== undefined)) continue;
        (holds.has(candidate.version) ? held : free).push(candidate);
    }
    const mendedBy = (candidate: Candidate): readonly string[] => {
        const kept = new Set(blockingFaults(candidate, context).map(({ id }) => id));
        return faults.filter((id) => !kept.has(id));
    };
    const mended = new Set(free.flatMap(mendedBy));
    const said: string[] = [];
    for (const candidate of held) {
        const ids = mendedBy(candidate).filter((id) => !mended.has(id));
        if (ids.length === 0) continue;
        for (const id of ids) mended.add(id);
        const why = holds.get(candidate.version) ?? "";
        said.push(
            `of what may run here only ${candidate.version} mends ${ids.join(", ")} of the pinned ${current.version}, and ${why}`,
        );
    }
    return said;
}
