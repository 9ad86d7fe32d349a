import { getIn } from "../kit/json-path";
import { groupOf } from "../workloads/api-group";
import type { Manifest } from "../workloads/manifest";

/** Name of the rule, and of the waiver that confirms a deletion that is meant. */
export const DATA_LOSS = "data-loss";

/** What goes with an object of these kinds, by `group/Kind`. */
const LOST_WITH: Readonly<Record<string, string>> = {
    "/Namespace": "everything in it, whoever put it there",
    "/PersistentVolume": "its data, where its reclaim policy says so",
    "/PersistentVolumeClaim": "its data, where the volume is not retained",
    "apiextensions.k8s.io/CustomResourceDefinition": "every object of its kind in the cluster",
    // flux-operator takes its distribution down with it, the CRDs included.
    "fluxcd.controlplane.io/FluxInstance": "Flux's CRDs, and every object of their kinds",
    // The chart of flux-operator: its CRDs are templates, which Helm deletes.
    "helm.sh/Release": "the CRDs of its chart, and every object of their kinds",
};

/**
 * What the deletion of an object takes along that nothing brings back; undefined where a new one is as good. A StatefulSet
 * is as good, unless it is told to take its claims along (kubernetes.io, "PersistentVolumeClaim retention").
 */
export function lostWith(
    object: Pick<Manifest, "apiVersion" | "kind"> & { readonly spec?: unknown },
): string | undefined {
    const kind = `${groupOf(object.apiVersion)}/${object.kind}`;
    if (kind === "apps/StatefulSet") {
        const policy = getIn(object, ["spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted"]);
        return policy === "Delete" ? "the volumes of all its pods, as whenDeleted says" : undefined;
    }
    return Object.hasOwn(LOST_WITH, kind) ? LOST_WITH[kind] : undefined;
}
