/**
 * Fields the API server refuses to change, by `group/Kind`: who changes one deletes the object and makes it anew. From
 * the validation of each kind (kubernetes/pkg/apis, functions Validate…Update) and Kubernetes' API reference.
 */
export const IMMUTABLE_FIELDS: Readonly<Record<string, readonly string[]>> = {
    "apps/Deployment": ["spec/selector"],
    "apps/DaemonSet": ["spec/selector"],
    "apps/ReplicaSet": ["spec/selector"],
    "apps/StatefulSet": [
        "spec/selector",
        "spec/serviceName",
        "spec/volumeClaimTemplates",
        "spec/podManagementPolicy",
    ],
    "batch/Job": ["spec/selector", "spec/template", "spec/completionMode"],
    "/Service": ["spec/clusterIP", "spec/clusterIPs"],
    "/PersistentVolumeClaim": [
        "spec/storageClassName",
        "spec/accessModes",
        "spec/volumeName",
        "spec/selector",
    ],
    "/PersistentVolume": ["spec/csi", "spec/nfs", "spec/hostPath", "spec/volumeMode"],
    "/Secret": ["type"],
    "rbac.authorization.k8s.io/RoleBinding": ["roleRef"],
    "rbac.authorization.k8s.io/ClusterRoleBinding": ["roleRef"],
    "storage.k8s.io/StorageClass": ["provisioner", "parameters", "reclaimPolicy", "volumeBindingMode"],
    "scheduling.k8s.io/PriorityClass": ["value", "preemptionPolicy"],
    "networking.k8s.io/IngressClass": ["spec/controller"],
    "apiextensions.k8s.io/CustomResourceDefinition": [
        "spec/scope",
        "spec/group",
        "spec/names/kind",
        "spec/names/plural",
    ],
    // Helm uninstalls the old release and installs a new one (fluxcd.io, HelmRelease API, "Configuring Helm storage").
    "helm.toolkit.fluxcd.io/HelmRelease": [
        "spec/releaseName",
        "spec/targetNamespace",
        "spec/storageNamespace",
    ],
};

/** Kinds whose data is immutable once `immutable: true` is set. */
export const SEALABLE = new Set(["/ConfigMap", "/Secret"]);

/** What the end of an object means, by `group/Kind`; other kinds are simply deleted. */
export const END_OF: Readonly<Record<string, string>> = {
    "/Namespace": "deleted, with everything in it",
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
