/** What the end of an object means, by `group/Kind`; other kinds are simply deleted. */
export const END_OF: Readonly<Record<string, string>> = {
    "/Namespace": "deleted, with everything in it",
    "/PersistentVolume": "deleted, with its data where its reclaim policy says so",
    "/PersistentVolumeClaim": "deleted, with its data where the volume is not retained",
    "apiextensions.k8s.io/CustomResourceDefinition": "deleted, with every object of its kind",
    "apps/Deployment": "deleted, its pods stop",
    "apps/StatefulSet": "deleted, its pods stop",
    "apps/DaemonSet": "deleted, its pods stop",
    "flagger.app/Canary": "deleted: nothing measures changes of its target any more",
    "helm.toolkit.fluxcd.io/HelmRelease": "deleted, its release is uninstalled",
    "kustomize.toolkit.fluxcd.io/Kustomization": "deleted, what it applied may be deleted with it",
    "networking.k8s.io/NetworkPolicy": "deleted: what it kept out may come in",
    "security.istio.io/AuthorizationPolicy": "deleted: what it refused may pass",
    "security.istio.io/PeerAuthentication": "deleted: a wider policy decides about mutual TLS",
    "security.istio.io/RequestAuthentication": "deleted: tokens are no longer checked",
    "policy/PodDisruptionBudget": "deleted: a drained node may stop all its pods",
};
