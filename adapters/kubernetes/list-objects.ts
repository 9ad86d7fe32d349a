import { isRecord } from "../../lifecycle/kit/json-path";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import type { Cluster, ListArgs, ResourceName } from "./cluster-source";

/** A kind of objects, in all namespaces or in one. */
export interface ObjectKind extends ResourceName {
    /** `Deployment`: in a list of a built-in kind the objects do not say what they are. */
    readonly kind: string;
}

/**
 * Objects of a kind, page by page: each as little as is kept of it, so that no page is held longer than it is read.
 *
 * @param keep What is kept of an object; undefined for nothing
 * @param args Which objects are asked for. A kind that the cluster does not have has none, unless `isOptional` is false
 * @throws WindlassError when the cluster does not answer, or refuses
 */
export async function listObjects<T>(
    cluster: Cluster,
    kind: ObjectKind,
    keep: (object: Manifest) => T | undefined,
    args: Omit<ListArgs<T>, "transform"> = {},
): Promise<T[]> {
    const found: T[] = [];
    const transform = (object: unknown): T | undefined => {
        const manifest = manifestOf(object, kind);
        return manifest && keep(manifest);
    };
    for await (const { items } of cluster.list(kind, { isOptional: true, ...args, transform }))
        found.push(...items);
    return found;
}

function manifestOf(object: unknown, { apiVersion, kind }: ObjectKind): Manifest | undefined {
    if (!isRecord(object) || !isRecord(object["metadata"])) return undefined;
    if (typeof object["metadata"]["name"] !== "string") return undefined;
    return { ...object, apiVersion, kind } as unknown as Manifest;
}
