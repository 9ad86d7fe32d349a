/** Namespace Flux's controllers, its sources and its Kustomizations live in. flux-operator has no other default. */
export const FLUX_NAMESPACE = "flux-system";

/** API versions Windlass writes. All are served since Flux 2.3; that of Alert and Provider has no stable one yet. */
export const FLUX_API = {
    source: "source.toolkit.fluxcd.io/v1",
    helm: "helm.toolkit.fluxcd.io/v2",
    kustomize: "kustomize.toolkit.fluxcd.io/v1",
    notification: "notification.toolkit.fluxcd.io/v1beta3",
    instance: "fluxcd.controlplane.io/v1",
} as const;

/** How often Flux compares what is with what should be when nothing tells it of a change. */
export const INTERVAL = "10m";

/**
 * The same for what the mesh's safety hangs on: without an injector's webhook pods start without a proxy, without the
 * PeerAuthentication workloads take plain text. Few objects, so looking is cheap; the workloads are too many for it.
 */
export const SAFETY_INTERVAL = "1m";
