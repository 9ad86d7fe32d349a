import type { Candidate } from "../catalog-index";
import { artifactsGate } from "./artifacts";
import { blockingFaults, bulletinGate } from "./bulletin";
import { clientGate } from "./client";
import type { Gate, GateContext } from "./gate";
import { kubernetesGate } from "./kubernetes";
import { rangeGate } from "./range";
import { stableGate } from "./stable";
import { supportGate } from "./support";

/** The release an emergency may take without waiting. */
export interface EmergencyFix {
    readonly version: string;
    /** Ids of the pin's faults, of which it has none. */
    readonly mends: readonly string[];
}

/** What a release must pass to be worth hurrying for: all but the gates that are about time and about distance. */
const SOUND: readonly Gate[] = [
    stableGate,
    rangeGate,
    supportGate,
    bulletinGate,
    kubernetesGate,
    artifactsGate,
    clientGate,
];

const known = new WeakMap<GateContext, EmergencyFix | undefined>();

/**
 * The nearest release above the current pin that mends its faults of the mesh: the one that changes least. Waits are
 * lifted for it and for no other.
 *
 * @returns undefined where the pin has no fault, or nothing mends it
 */
export function emergencyFix(context: GateContext): EmergencyFix | undefined {
    if (known.has(context)) return known.get(context);
    const found = find(context);
    known.set(context, found);
    return found;
}

function find(context: GateContext): EmergencyFix | undefined {
    const { current, index, at } = context;
    if (!current) return undefined;
    if (faultIds(current, context).length === 0) return undefined;
    // Newest first: the last that passes is the nearest.
    const nearest = index.candidates.findLast(
        (candidate) =>
            candidate.time !== undefined &&
            candidate.time <= at &&
            candidate.semver.compare(current.semver) > 0 &&
            mendedFaults(current, candidate, context).length > 0 &&
            SOUND.every((gate) => gate.judge(candidate, context) === undefined),
    );
    return nearest && { version: nearest.version, mends: mendedFaults(current, nearest, context) };
}

/** Ids of a release's published faults of the mesh, where another release has none of them; istioctl's do not count. */
export function mendedFaults(from: Candidate, to: Candidate, context: GateContext): readonly string[] {
    const ids = faultIds(from, context);
    const kept = new Set(faultIds(to, context));
    return ids.some((id) => kept.has(id)) ? [] : ids;
}

function faultIds(candidate: Candidate, context: GateContext): readonly string[] {
    return blockingFaults(candidate, context).map(({ id }) => id);
}
