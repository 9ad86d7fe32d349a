import { getIn } from "../kit/json-path";
import { groupOf } from "../workloads/api-group";
import { type Manifest, type SourcedManifest, objectId } from "../workloads/manifest";

/** Ids of the objects that name a host which another namespace has as well, sorted. */
export function sharedHosts(manifests: readonly SourcedManifest[], domain: string): readonly string[] {
    const namedBy = new Map<string, Manifest[]>();
    for (const { manifest } of manifests) {
        for (const host of hostsOf(manifest, domain)) {
            const before = namedBy.get(host);
            if (before) before.push(manifest);
            else namedBy.set(host, [manifest]);
        }
    }
    const shared = [...namedBy.values()].filter(
        (objects) => new Set(objects.map(({ metadata }) => metadata.namespace)).size > 1,
    );
    return [...new Set(shared.flat().map(objectId))].sort();
}

function hostsOf(manifest: Manifest, domain: string): readonly string[] {
    const { apiVersion, kind, metadata } = manifest;
    if (apiVersion === "v1" && kind === "Service")
        return [`${metadata.name}.${metadata.namespace ?? "default"}.svc.${domain}`];
    if (kind !== "ServiceEntry" || groupOf(apiVersion) !== "networking.istio.io") return [];
    const hosts = getIn(manifest, ["spec", "hosts"]);
    return Array.isArray(hosts) ? hosts.filter((host): host is string => typeof host === "string") : [];
}
