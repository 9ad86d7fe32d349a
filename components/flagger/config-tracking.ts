import type { Manifest } from "../../lifecycle/workloads/manifest";

/**
 * Istio's ConfigMaps that an injected pod mounts: the root certificate of the mesh, and the revocation list where
 * the mesh has one. Istiod writes both to every namespace.
 *
 * @see https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/files/injection-template.yaml
 */
export const ISTIO_CONFIG_MAPS: readonly string[] = ["istio-ca-root-cert", "istio-ca-crl"];

/**
 * Objects that keep Flagger's hands off Istio's root certificate in a namespace with canaries.
 *
 * Flagger tracks every ConfigMap a target's template mounts: a change of its data starts an analysis, and the
 * primary mounts a copy, renewed at a promotion only (pkg/canary/config_tracker.go). With the sidecar in Git the
 * template mounts Istio's root certificate. A rotation of the root would start every analysis of the mesh at once,
 * and the primaries, which carry the traffic meanwhile, would go on trusting the old root alone.
 *
 * Of the ways out only the annotation is exact:
 * - `configTracking.enabled: false` in Flagger's chart ends it for the application's own configuration as well: a
 *   change of it would then reach primary and canary at once, unmeasured.
 * - Another kind of volume is not there: Flagger sees ConfigMaps in projected volumes too. A projected
 *   ClusterTrustBundle it does not see, but that API is off unless a cluster's administrator switches it on.
 * - Istiod updates the data of a ConfigMap it finds and leaves its metadata alone (security/pkg/k8s/configutil.go),
 *   so an annotation stays.
 *
 * The ConfigMap remains istiod's: we set one annotation, by server-side apply, and give no data. Register it with
 * `kubeResource(…, { patch: true })`, before the first Canary of the namespace. Flux merges by default, and is told
 * never to prune it.
 */
export function untrackedConfigMaps(namespace: string): readonly Manifest[] {
    return ISTIO_CONFIG_MAPS.map((name) => ({
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: {
            name,
            namespace,
            annotations: {
                "flagger.app/config-tracking": "disabled",
                "kustomize.toolkit.fluxcd.io/prune": "disabled",
            },
        },
    }));
}
