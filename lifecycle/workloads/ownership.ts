import type { Manifest } from "./manifest";

/**
 * Flux's words about one object, as labels or annotations
 * (fluxcd.io/flux/components/kustomize/kustomizations, "Controlling the apply behavior of resources"). Windlass gives them
 * the same meaning where Pulumi delivers.
 */
const PRUNE = "kustomize.toolkit.fluxcd.io/prune";
const SSA = "kustomize.toolkit.fluxcd.io/ssa";
const FORCE = "kustomize.toolkit.fluxcd.io/force";

/** What an object carries whose end is not the end of the object in the cluster. */
export const NEVER_PRUNED: Readonly<Record<string, string>> = { [PRUNE]: "disabled" };

/**
 * What a namespace carries that somebody else owns: Flux sets what is given and leaves all else alone. Without `Merge` it
 * first takes over, and then drops, whatever was set by `kubectl`, the labels of Pod Security for instance
 * (`cleanupMetadata` in fluxcd/pkg ssa/manager_apply.go).
 */
export const SHARED: Readonly<Record<string, string>> = { ...NEVER_PRUNED, [SSA]: "Merge" };

/** How a person says that an object may be deleted and made anew where it cannot be changed. */
export const FORCE_ANNOTATION = `${FORCE}: enabled`;

/** Whether the object stays in the cluster when it leaves the manifests. */
export function isKept(object: Pick<Manifest, "metadata">): boolean {
    return says(object, PRUNE, "disabled") || says(object, SSA, "Ignore");
}

/** Whether it is a namespace of which only the given fields are ours. */
export function isSharedNamespace(object: Manifest): boolean {
    return object.kind === "Namespace" && object.apiVersion === "v1" && says(object, SSA, "Merge");
}

/** Whether a person allows the object to be deleted and made anew. */
export function mayBeRecreated(object: Pick<Manifest, "metadata">): boolean {
    return says(object, FORCE, "enabled");
}

/** Flux takes the word from labels and annotations, and its value in any case. */
function says({ metadata }: Pick<Manifest, "metadata">, key: string, value: string): boolean {
    const { labels, annotations } = metadata;
    return [labels?.[key], annotations?.[key]].some((found) => found?.toLowerCase() === value.toLowerCase());
}
