import { getIn, isRecord } from "../kit/json-path";
import type { Manifest } from "../workloads/manifest";

/** Owner of the one field of a Canary that `windlass rollout promote` sets, for as long as it takes. */
export const ROLLOUT_MANAGER = "windlass-rollout";

/** Whether `windlass rollout promote` has its hand on a Canary: it was interrupted, or is at work. */
export function isSkippedByHand(canary: Manifest): boolean {
    if (getIn(canary, ["spec", "skipAnalysis"]) !== true) return false;
    return managersOf(canary, ["f:spec", "f:skipAnalysis"]).includes(ROLLOUT_MANAGER);
}

/** Names of those who have written a field of an object (`metadata.managedFields`). */
export function managersOf({ metadata }: Manifest, path: readonly string[]): readonly string[] {
    const entries = metadata["managedFields"];
    if (!Array.isArray(entries)) return [];
    return entries.flatMap((entry: unknown) =>
        isRecord(entry) && getIn(entry, ["fieldsV1", ...path]) !== undefined
            ? [String(entry["manager"])]
            : [],
    );
}
