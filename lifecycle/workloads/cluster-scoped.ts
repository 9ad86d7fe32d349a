/**
 * Kinds that live outside namespaces, by API group (kubernetes.io/docs/reference/kubernetes-api, `kubectl api-resources
 * --namespaced=false`). Of a group that is not listed every kind is taken to be namespaced: a wrong guess then asks for
 * a namespace, which is easier to see than an object in the wrong one.
 */
const CLUSTER_SCOPED: Readonly<Record<string, readonly string[]>> = {
    "": ["Namespace", "Node", "PersistentVolume"],
    "admissionregistration.k8s.io": [
        "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding",
        "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
    ],
    "apiextensions.k8s.io": ["CustomResourceDefinition"],
    "apiregistration.k8s.io": ["APIService"],
    "certificates.k8s.io": ["CertificateSigningRequest", "ClusterTrustBundle"],
    "cert-manager.io": ["ClusterIssuer"],
    "flowcontrol.apiserver.k8s.io": ["FlowSchema", "PriorityLevelConfiguration"],
    "gateway.networking.k8s.io": ["GatewayClass"],
    "networking.k8s.io": ["IngressClass", "IPAddress", "ServiceCIDR"],
    "node.k8s.io": ["RuntimeClass"],
    "rbac.authorization.k8s.io": ["ClusterRole", "ClusterRoleBinding"],
    "resource.k8s.io": ["DeviceClass", "ResourceSlice"],
    "scheduling.k8s.io": ["PriorityClass"],
    "storage.k8s.io": ["CSIDriver", "CSINode", "StorageClass", "VolumeAttachment"],
};

/** API group of an `apiVersion`; empty for the core API. */
export function groupOf(apiVersion: string): string {
    const slash = apiVersion.indexOf("/");
    return slash < 0 ? "" : apiVersion.slice(0, slash);
}

/** Whether objects of this kind have no namespace. */
export function isClusterScoped(object: { readonly apiVersion: string; readonly kind: string }): boolean {
    return CLUSTER_SCOPED[groupOf(object.apiVersion)]?.includes(object.kind) ?? false;
}
