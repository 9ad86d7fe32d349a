import { sha256 } from "../../lifecycle/kit/sha256";

/**
 * Names of the Kustomizations that deliver workloads. A namespace is called anything, so what is no namespace's must not
 * begin with {@link PREFIX}.
 */
export const WORKLOAD_KUSTOMIZATIONS = {
    /** Applies the Kustomization of each namespace. */
    namespaces: "workload-namespaces",
    /** What lives in no namespace. */
    cluster: "cluster-workloads",
    /** Is Ready when all of those are. */
    health: "workload-health",
} as const;

const PREFIX = "workloads-";

/** Longest value of a label, which Flux makes of the name (`kustomize.toolkit.fluxcd.io/name`). */
const LONGEST = 63;
/** Hexadecimal digits that tell namespaces apart whose names are too long. */
const DIGITS = 8;

/** Name of the Kustomization that delivers the workloads of a namespace: `workloads-prod`. */
export function namespaceKustomizationName(namespace: string): string {
    const name = `${PREFIX}${namespace}`;
    if (name.length <= LONGEST) return name;
    const digest = sha256(namespace).slice(0, DIGITS);
    return `${name.slice(0, LONGEST - DIGITS - 1)}-${digest}`;
}
