import { canaryReferences, isCanary } from "../workloads/plan-workloads";
import type { Manifest, ObjectReference } from "../workloads/manifest";

/** A Canary that Flagger could not let go of. */
export interface StrandedCanary {
    readonly canary: Manifest;
    /** What goes with it and must not: its target, or the target's autoscaler. */
    readonly references: readonly ObjectReference[];
}

/**
 * Canaries that a change takes away together with what they point at. Before Flagger takes its finalizer off a Canary with
 * `revertOnDeletion` it gives the target its replicas back; without a target it tries for ever (`finalize` in Flagger's
 * pkg/controller/finalizer.go), and the Canary, its namespace and whoever deletes them wait. Pulumi deletes the one before
 * the other. Flux deletes everything at once.
 *
 * @param stays Whether an object is still there after the change.
 */
export function strandedCanaries(
    before: Iterable<Manifest>,
    stays: (object: ObjectReference) => boolean,
): readonly StrandedCanary[] {
    const stranded: StrandedCanary[] = [];
    for (const canary of before) {
        if (!isCanary(canary) || stays(canary) || !revertsOnDeletion(canary)) continue;
        const references = canaryReferences(canary).filter((reference) => !stays(reference));
        if (references.length > 0) stranded.push({ canary, references });
    }
    return stranded;
}

function revertsOnDeletion({ spec }: Manifest): boolean {
    return (spec as { readonly revertOnDeletion?: unknown })?.revertOnDeletion === true;
}
