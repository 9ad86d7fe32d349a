import { type Candidate, toCandidate } from "../versions/catalog-index";
import { blockingFaults } from "../versions/gates/bulletin";
import { blockingClientFaults } from "../versions/gates/client";
import { type Gate, type GateContext, apartFrom, concerning } from "../versions/gates/gate";
import { GATES } from "../versions/gates/gates";
import { kubernetesGate } from "../versions/gates/kubernetes";
import { firstRefusal } from "../versions/resolve";

/**
 * The gates of a target: how far away a release is does not decide where to go, the plan makes as many steps of it as it
 * takes. What a step does to the proxies of its moment is judged step by step (way-pairs.ts).
 */
export const WAY_GATES = apartFrom(GATES, "distance");

/** What speaks against a release that is taken all the same, gate by gate, as sentences without their full stop. */
export function concernsOf(candidate: Candidate, context: GateContext): readonly string[] {
    return concerning(WAY_GATES, "standing").flatMap((gate) => {
        const reason = gate.judge(candidate, context);
        return reason === undefined ? [] : [`${gate.name}: ${reason}`];
    });
}

/**
 * The gates for a release that is no worse than what runs: without those that what runs may fail as well. That of
 * Kubernetes goes only where the pin does not run on the cluster's version either: a stop cannot be held against what a
 * stack that fell behind has long lived with.
 */
export function lenientGates(context: GateContext): readonly Gate[] {
    const { current } = context;
    const outlived = current !== undefined && kubernetesGate.judge(current, context) !== undefined;
    return WAY_GATES.filter((gate) =>
        gate === kubernetesGate ? !outlived : apartFrom([gate], "standing").length > 0,
    );
}

/** The release with the fewest published faults, of the mesh and then of istioctl; of equal ones the newest. */
export function leastFaulty(candidates: readonly Candidate[], context: GateContext): Candidate | undefined {
    const weighed = candidates.map((candidate) => ({
        candidate,
        mesh: blockingFaults(candidate, context).length,
        client: blockingClientFaults(candidate, context).length,
    }));
    weighed.sort(
        (a, b) => a.mesh - b.mesh || a.client - b.client || b.candidate.semver.compare(a.candidate.semver),
    );
    return weighed[0]?.candidate;
}

/**
 * Ids of all the waivers that together would let a release be picked: half of them would let nothing pass.
 *
 * @returns none where it may be picked as it is, or where no waiver helps
 */
export function helpfulWaivers(candidate: Candidate, context: GateContext): readonly string[] {
    let waivers = context.waivers;
    const ids: string[] = [];
    // Each round takes one gate out of the way for good, so it ends.
    for (;;) {
        const refusal = firstRefusal(candidate, { ...context, waivers }, WAY_GATES);
        if (!refusal) return ids;
        const gate = WAY_GATES.find(({ name }) => name === refusal.gate);
        const missing = gate?.waivers?.(candidate, { ...context, waivers }) ?? [];
        if (missing.length === 0) return [];
        ids.push(...missing);
        const assumed = missing.map((id) => ({ id, reason: "assumed", expires: "9999-12-31" }));
        waivers = [...waivers, ...assumed];
    }
}

/** A release by its version, also one the catalog does not know. */
export function candidateOf(version: string, { index }: GateContext): Candidate {
    return index.byVersion.get(version) ?? toCandidate({ version });
}
