import { serviceNames } from "../canaries/service-names";
import { getIn } from "../kit/json-path";
import type { CanaryOf } from "./canaries-of";
import type { Manifest } from "../workloads/manifest";

/** The Services of a stack, as far as they are known. */
export interface ClusterServices {
    /** Names by namespace; every namespace of the stack has an entry. */
    readonly names: ReadonlyMap<string, ReadonlySet<string>>;
    /** Names of Helm releases and their charts by namespace: what they install is unknown, and mostly named like them. */
    readonly releases: ReadonlyMap<string, readonly string[]>;
}

/** Services that are declared, and those that Flagger makes. */
export function clusterServices(
    objects: readonly Manifest[],
    canaries: readonly CanaryOf[],
): ClusterServices {
    const names = new Map<string, Set<string>>();
    const releases = new Map<string, string[]>();
    const namespaceOf = (namespace: string) => {
        const known = names.get(namespace) ?? new Set<string>();
        names.set(namespace, known);
        return known;
    };
    for (const object of objects) {
        const { apiVersion, kind, metadata } = object;
        if (apiVersion === "v1" && kind === "Namespace") namespaceOf(metadata.name);
        if (metadata.namespace === undefined) continue;
        const known = namespaceOf(metadata.namespace);
        if (apiVersion === "v1" && kind === "Service") known.add(metadata.name);
        if (kind !== "HelmRelease") continue;
        const target = getIn(object, ["spec", "targetNamespace"]);
        const namespace = typeof target === "string" ? target : metadata.namespace;
        const titles = [
            metadata.name,
            getIn(object, ["spec", "releaseName"]),
            getIn(object, ["spec", "chart", "spec", "chart"]),
        ].filter((title): title is string => typeof title === "string");
        releases.set(namespace, [...(releases.get(namespace) ?? []), ...titles]);
    }
    for (const { canary, namespace } of canaries) {
        for (const name of Object.values(serviceNames(canary) ?? {}) as string[])
            namespaceOf(namespace).add(name);
    }
    return { names, releases };
}
