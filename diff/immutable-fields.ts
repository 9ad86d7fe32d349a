/** Fields of one kind: paths from the top, and paths below them that are excepted. `*` stands for any one key. */
export interface Fields {
    readonly fields: readonly string[];
    /** @default none */
    readonly but?: readonly string[];
}

const VOLUME_SOURCES = [
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "csi",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "glusterfs",
    "hostPath",
    "iscsi",
    "local",
    "nfs",
    "photonPersistentDisk",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume",
].map((source) => `spec/${source}`);

/**
 * Fields the API server refuses to change, by `group/Kind`. From the validation of each kind (functions Validate…Update in
 * kubernetes/pkg/apis/<group>/validation); test/cluster/ownership.cluster.ts asks a real API server.
 */
export const IMMUTABLE_FIELDS: Readonly<Record<string, Fields>> = {
    "apps/ControllerRevision": { fields: ["data"] },
    "apps/DaemonSet": { fields: ["spec/selector"] },
    "apps/Deployment": { fields: ["spec/selector"] },
    "apps/ReplicaSet": { fields: ["spec/selector"] },
    "apps/StatefulSet": {
        fields: ["spec"],
        but: [
            "spec/minReadySeconds",
            "spec/ordinals",
            "spec/persistentVolumeClaimRetentionPolicy",
            "spec/replicas",
            "spec/revisionHistoryLimit",
            "spec/template",
            "spec/updateStrategy",
        ],
    },
    "batch/Job": {
        fields: [
            "spec/backoffLimitPerIndex",
            "spec/completionMode",
            "spec/completions",
            "spec/managedBy",
            "spec/podFailurePolicy",
            "spec/selector",
            "spec/successPolicy",
            "spec/template",
        ],
    },
    "/PersistentVolume": { fields: [...VOLUME_SOURCES, "spec/volumeMode"] },
    "/PersistentVolumeClaim": {
        fields: ["spec"],
        but: ["spec/resources", "spec/volumeAttributesClassName"],
    },
    "/Pod": {
        fields: ["spec"],
        but: [
            "spec/activeDeadlineSeconds",
            "spec/containers/*/image",
            "spec/initContainers/*/image",
            "spec/tolerations",
        ],
    },
    "/ResourceQuota": { fields: ["spec/scopes"] },
    "/Secret": { fields: ["type"] },
    "/Service": { fields: ["spec/clusterIP", "spec/clusterIPs", "spec/healthCheckNodePort"] },
    "apiextensions.k8s.io/CustomResourceDefinition": {
        fields: ["spec/group", "spec/names/kind", "spec/names/plural", "spec/scope"],
    },
    "certificates.k8s.io/CertificateSigningRequest": { fields: ["spec"] },
    "certificates.k8s.io/ClusterTrustBundle": { fields: ["spec/signerName"] },
    "gateway.networking.k8s.io/GatewayClass": { fields: ["spec/controllerName"] },
    "networking.k8s.io/IngressClass": { fields: ["spec/controller"] },
    "networking.k8s.io/IPAddress": { fields: ["spec"] },
    "node.k8s.io/RuntimeClass": { fields: ["handler"] },
    "rbac.authorization.k8s.io/ClusterRoleBinding": { fields: ["roleRef"] },
    "rbac.authorization.k8s.io/RoleBinding": { fields: ["roleRef"] },
    "resource.k8s.io/ResourceClaim": { fields: ["spec"] },
    "resource.k8s.io/ResourceClaimTemplate": { fields: ["spec"] },
    "scheduling.k8s.io/PriorityClass": { fields: ["preemptionPolicy", "value"] },
    "storage.k8s.io/CSIDriver": { fields: ["spec/attachRequired", "spec/volumeLifecycleModes"] },
    "storage.k8s.io/StorageClass": {
        fields: ["parameters", "provisioner", "reclaimPolicy", "volumeBindingMode"],
    },
    "storage.k8s.io/VolumeAttachment": { fields: ["spec"] },
    "storage.k8s.io/VolumeAttributesClass": { fields: ["driverName", "parameters"] },
};

/**
 * Fields whose change has Pulumi delete the object and create it anew, whatever the API server would say (`forceNew` in
 * pulumi-kubernetes provider/pkg/provider/diff.go). Any other immutable field it tries to change, and `up` fails.
 */
export const REPLACED_BY_PULUMI: Readonly<Record<string, Fields>> = {
    "apps/DaemonSet": { fields: ["spec/selector"] },
    "apps/Deployment": { fields: ["spec/selector"] },
    "apps/StatefulSet": {
        fields: [
            "spec/podManagementPolicy",
            "spec/revisionHistoryLimit",
            "spec/selector",
            "spec/serviceName",
            "spec/volumeClaimTemplates",
        ],
    },
    "batch/Job": { fields: ["spec/completions", "spec/parallelism", "spec/selector", "spec/template"] },
    "/PersistentVolume": { fields: VOLUME_SOURCES },
    "/PersistentVolumeClaim": {
        fields: ["spec/accessModes", "spec/selector", "spec/storageClassName", "spec/volumeName"],
    },
    "/Pod": {
        fields: ["spec"],
        but: [
            "spec/activeDeadlineSeconds",
            "spec/ephemeralContainers",
            "spec/tolerations",
            "spec/topologySpreadConstraints",
        ],
    },
    "/ResourceQuota": { fields: ["spec/scopes"] },
    "/Secret": { fields: ["type"] },
    "/Service": { fields: ["spec/clusterIP"] },
    "rbac.authorization.k8s.io/ClusterRoleBinding": { fields: ["roleRef"] },
    "rbac.authorization.k8s.io/RoleBinding": { fields: ["roleRef"] },
    "storage.k8s.io/StorageClass": { fields: ["parameters", "provisioner"] },
};

/** Fields whose change makes the controller of a kind take down what it made, and make it anew. */
export const REDONE_BY_CONTROLLER: Readonly<Record<string, Fields>> = {
    // Helm uninstalls the old release and installs a new one (fluxcd.io, HelmRelease API, "Configuring Helm storage").
    "helm.toolkit.fluxcd.io/HelmRelease": {
        fields: ["spec/releaseName", "spec/storageNamespace", "spec/targetNamespace"],
    },
};

/** Kinds whose data is immutable once `immutable: true` is set. */
export const SEALABLE: Fields = { fields: ["binaryData", "data", "immutable", "stringData"] };

/** What an immutable field holds where nothing is said, by `group/Kind` and path: to say it is no change. */
export const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    "apps/StatefulSet": { "spec/podManagementPolicy": "OrderedReady", "spec/serviceName": "" },
    "batch/Job": { "spec/completionMode": "NonIndexed", "spec/completions": 1 },
    "/PersistentVolume": { "spec/volumeMode": "Filesystem" },
    "/PersistentVolumeClaim": { "spec/volumeMode": "Filesystem" },
    "/Secret": { type: "Opaque" },
    "scheduling.k8s.io/PriorityClass": { preemptionPolicy: "PreemptLowerPriority" },
    "storage.k8s.io/CSIDriver": { "spec/attachRequired": true },
    "storage.k8s.io/StorageClass": { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" },
};
