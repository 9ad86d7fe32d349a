/**
 * What the releases of a stack own, by kind and name. Sources: the templates of Istio's charts `base`,
 * `istio-control/istio-discovery`, `istio-cni` and `gateway` (istio/istio, manifests/charts, 1.28 to 1.31), of Flagger's
 * (fluxcd/flagger, charts/flagger, 1.44) and of flux-operator's (controlplaneio-fluxcd/charts, 0.5x); Flux's own manifests
 * (fluxcd/flux2, manifests). Beside them stands what istiod itself writes: pilot/pkg/features, `PILOT_CA_CERT_CONFIGMAP`
 * and `PILOT_CRL_CONFIGMAP`; pilot/pkg/leaderelection; security/pkg/pki/ca.
 */
export interface OwnedObjects {
    /** Who keeps them, as a release or a program is called. */
    readonly owner: string;
    /** Namespace; none for cluster-scoped kinds, `*` for every namespace. */
    readonly namespace?: string;
    readonly kinds: readonly string[];
    /** The whole name. `(-REV)` stands for nothing, or a dash and a revision of Istio. */
    readonly names: readonly string[];
    /** What to do instead, as a sentence without its full stop. */
    readonly remedy: string;
}

const VALUES = "Remove it, and say what is to differ by Helm values, in windlass:istio.values";
const FLAGGER = "Remove it: windlass:flagger says what Flagger is to be";
const FLUX = "Remove it: windlass:flux says what Flux is to be";
const NOTHING = "Remove it, or give yours another name";

const NAMESPACED_ROLES = ["Role", "RoleBinding", "ServiceAccount"];
const WORKLOAD = ["Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget", "NetworkPolicy"];
const CLUSTER_ROLES = ["ClusterRole", "ClusterRoleBinding"];

/** What every stack's control plane owns. */
export const ISTIO_OBJECTS: readonly OwnedObjects[] = [
    {
        owner: "the chart istiod",
        namespace: "istio-system",
        kinds: [...WORKLOAD, ...NAMESPACED_ROLES, "EndpointSlice"],
        names: ["istiod(-REV)", "istiod(-REV)-remote", "istiod-revision-tag-.+"],
        remedy: VALUES,
    },
    {
        owner: "the chart istiod",
        namespace: "istio-system",
        kinds: ["ConfigMap"],
        names: [
            "istio(-REV)",
            "istio-sidecar-injector(-REV)",
            "values(-REV)",
            "pilot-jwks-extra-cacerts(-REV)",
            "istio(-REV)-gatewayclass-.+",
            "istio-default-gatewayclass-.+",
        ],
        remedy: VALUES,
    },
    {
        owner: "the chart istiod",
        kinds: CLUSTER_ROLES,
        names: [
            "istiod-clusterrole(-REV)-istio-system",
            "istiod-gateway-controller(-REV)-istio-system",
            "istio-reader-clusterrole(-REV)-istio-system",
        ],
        remedy: VALUES,
    },
    {
        owner: "the chart istiod",
        kinds: ["MutatingWebhookConfiguration"],
        names: ["istio-sidecar-injector(-REV)", "istio-revision-tag-.+"],
        remedy: VALUES,
    },
    {
        owner: "the charts base and istiod",
        kinds: ["ValidatingWebhookConfiguration"],
        names: ["istio-validator(-REV)-istio-system", "istiod-default-validator"],
        remedy: VALUES,
    },
    {
        owner: "the charts base and istiod",
        kinds: ["ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"],
        names: ["stable-channel-.*policy.*\\.istio\\.io"],
        remedy: VALUES,
    },
    {
        owner: "the chart base",
        namespace: "istio-system",
        kinds: ["ServiceAccount"],
        names: ["istio-reader-service-account"],
        remedy: VALUES,
    },
    {
        owner: "the chart base",
        kinds: ["CustomResourceDefinition"],
        names: ["[^.]+\\.(?:extensions|networking|security|telemetry)\\.istio\\.io"],
        remedy: "Remove it: the chart of the pinned version brings it, windlass:istio.range decides which",
    },
    {
        owner: "istiod",
        namespace: "*",
        kinds: ["ConfigMap"],
        names: ["istio-ca-root-cert", "istio-ca-crl"],
        remedy: "Remove it: istiod writes it to every namespace; for a root of your own make the Secret istio-system/cacerts",
    },
    {
        owner: "istiod",
        namespace: "istio-system",
        kinds: ["ConfigMap", "Lease"],
        names: ["istio(-REV)-leader", "istio-.+-leader", "istio-namespace-controller-election(-REV)"],
        remedy: NOTHING,
    },
    {
        owner: "istiod",
        namespace: "istio-system",
        kinds: ["Secret"],
        names: ["istio-ca-secret"],
        remedy: "Remove it: istiod keeps its own root there; for one of your own make the Secret istio-system/cacerts",
    },
];

/** What the CNI node agent's release owns, where a stack has one. */
export const CNI_OBJECTS: readonly OwnedObjects[] = [
    {
        owner: "the chart cni",
        namespace: "istio-system",
        kinds: ["DaemonSet", "ConfigMap", "ServiceAccount", "NetworkPolicy", "ResourceQuota"],
        names: ["istio-cni(-REV)", "istio-cni-node", "istio-cni-config", "istio-cni-resource-quota"],
        remedy: "Remove it: windlass:istio.cni decides about the node agent",
    },
    {
        owner: "the chart cni",
        kinds: CLUSTER_ROLES,
        names: ["istio-cni(?:-repair-role|-repair-rolebinding|-ambient)?"],
        remedy: "Remove it: windlass:istio.cni decides about the node agent",
    },
];

/** What a gateway's release of this name and namespace owns. */
export function gatewayObjects(name: string, namespace: string): readonly OwnedObjects[] {
    return [
        {
            owner: "the chart gateway",
            namespace,
            kinds: [...WORKLOAD, ...NAMESPACED_ROLES],
            names: [`${name}(-REV)`],
            remedy: "Remove it, and set windlass:gateways, or give a gateway of yours another name",
        },
    ];
}

/** What Flagger's release owns. */
export const FLAGGER_OBJECTS: readonly OwnedObjects[] = [
    {
        owner: "the chart flagger",
        namespace: "flagger-system",
        kinds: [
            "Deployment",
            "ServiceAccount",
            "PodDisruptionBudget",
            "Service",
            "PodMonitor",
            "ServiceMonitor",
        ],
        names: ["flagger"],
        remedy: FLAGGER,
    },
    {
        owner: "the chart flagger",
        kinds: CLUSTER_ROLES,
        names: ["flagger"],
        remedy: FLAGGER,
    },
    {
        owner: "the chart flagger",
        kinds: ["CustomResourceDefinition"],
        names: ["[^.]+\\.flagger\\.app"],
        remedy: "Remove it: the chart of the pinned version brings it, windlass:flagger.range decides which",
    },
];

/** What Flagger's release owns where it brings its own Prometheus. */
export const FLAGGER_PROMETHEUS_OBJECTS: readonly OwnedObjects[] = [
    {
        owner: "the chart flagger",
        namespace: "flagger-system",
        kinds: ["Deployment", "Service", "ConfigMap", "ServiceAccount"],
        names: ["flagger-prometheus"],
        remedy: "Remove it, and name your own Prometheus in windlass:flagger.prometheus",
    },
    {
        owner: "the chart flagger",
        kinds: CLUSTER_ROLES,
        names: ["flagger-prometheus"],
        remedy: "Remove it, and name your own Prometheus in windlass:flagger.prometheus",
    },
];

const CONTROLLERS = "(?:source|kustomize|helm|notification|image-reflector|image-automation)-controller";

/** What flux-operator's release and the Flux it installs own. */
export const FLUX_OBJECTS: readonly OwnedObjects[] = [
    {
        owner: "the chart flux-operator",
        namespace: "flux-system",
        kinds: ["Deployment", "Service", "ServiceAccount", "NetworkPolicy", "Secret", "ServiceMonitor"],
        names: ["flux-operator(?:-web|-web-config)?"],
        remedy: FLUX,
    },
    {
        owner: "the chart flux-operator",
        kinds: [...CLUSTER_ROLES, "FlowSchema"],
        names: ["flux-operator(?:-edit|-view)?", "flux-web-(?:user|admin|edit)"],
        remedy: FLUX,
    },
    {
        owner: "Flux",
        namespace: "flux-system",
        kinds: ["Deployment", "Service", "ServiceAccount"],
        names: [CONTROLLERS, "webhook-receiver"],
        remedy: FLUX,
    },
    {
        owner: "Flux",
        namespace: "flux-system",
        kinds: ["NetworkPolicy", "ResourceQuota"],
        names: ["allow-egress", "allow-scraping", "allow-webhooks", "critical-pods-flux-system"],
        remedy: FLUX,
    },
    {
        owner: "Flux",
        kinds: CLUSTER_ROLES,
        names: ["(?:crd-controller|cluster-reconciler|flux-edit|flux-view)-flux-system"],
        remedy: FLUX,
    },
    {
        owner: "Flux",
        kinds: ["CustomResourceDefinition"],
        names: ["[^.]+\\.(?:[^.]+\\.toolkit\\.fluxcd\\.io|fluxcd\\.controlplane\\.io)"],
        remedy: "Remove it: the pinned Flux brings it, windlass:flux.range decides which",
    },
];
