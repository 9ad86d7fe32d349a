import type { Manifest } from "../lifecycle/workloads/manifest";
import { isRecord } from "../lifecycle/kit/json-path";
import { isEncrypted } from "../lifecycle/workloads/encrypted";

/** Fields of a Secret that hold its values. */
const FIELDS = ["data", "stringData"] as const;
/** kubectl keeps the whole Secret in here. */
const COPY = "kubectl.kubernetes.io/last-applied-configuration";

/** Whether an object's values must not be printed. */
export function isSecret(
    object: Pick<Manifest, "apiVersion" | "kind"> & { readonly sops?: unknown },
): boolean {
    const { apiVersion, kind } = object;
    return (kind === "Secret" && apiVersion === "v1") || isEncrypted(object);
}

/**
 * A Secret whose values are hidden. One that differs from the other version says so, and nothing more: not even its length.
 *
 * @param other The same Secret in the other version.
 * @param side Which version this is.
 */
export function maskSecret(secret: Manifest, other: Manifest | undefined, side: "old" | "new"): Manifest {
    const masked: Record<string, unknown> = { ...secret };
    for (const field of FIELDS) {
        if (secret[field] !== undefined)
            masked[field] = maskMap(secret[field], other?.[field], other !== undefined, side);
    }
    // It changes with every value, and tells a reader nothing.
    if (secret["sops"] !== undefined) masked["sops"] = "(hidden)";
    const { annotations } = secret.metadata;
    if (annotations && COPY in annotations) {
        masked["metadata"] = { ...secret.metadata, annotations: { ...annotations, [COPY]: "(hidden)" } };
    }
    return masked as unknown as Manifest;
}

function maskMap(values: unknown, others: unknown, compared: boolean, side: "old" | "new"): unknown {
    if (!isRecord(values)) return "(hidden)";
    return Object.fromEntries(
        Object.entries(values).map(([key, value]) => {
            const same = !compared || (isRecord(others) && others[key] === value);
            return [key, same ? "(hidden)" : `(hidden, ${side})`];
        }),
    );
}
