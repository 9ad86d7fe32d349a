import type { JsonObject } from "../kit/json";
import type { ObservedCluster } from "../observed/observed";
import type { HelmRelease } from "./helm-release";

/** A mesh that others have set up, as one look at its cluster found it. Plain data: all that is planned is made of it. */
export interface FoundMesh {
    /** Lowest version of API server and kubelets: `1.34`. */
    readonly kubernetes: string;
    readonly istiods: readonly FoundIstiod[];
    /** Helm releases of Istio's charts. */
    readonly releases: readonly FoundRelease[];
    /** Revision tags: webhooks that lead pods of a tag to a revision. */
    readonly tags: readonly FoundTag[];
    readonly namespaces: readonly FoundNamespace[];
    /** Mesh-wide and other PeerAuthentications. */
    readonly peerAuthentications: readonly FoundPeerAuthentication[];
    /** Deployments that are gateways: their pods are proxies and nothing else. */
    readonly gateways: readonly FoundGateway[];
    /** Flux; undefined where none runs. */
    readonly flux?: FoundFlux;
    /** Flagger; undefined where none runs. */
    readonly flagger?: FoundFlagger;
    /** Custom resources of operators that install Istio: `sailoperator.io Istio default`. */
    readonly operators: readonly string[];
    /** Proxies, canaries and all else that `windlass status` looks at. */
    readonly observed: ObservedCluster;
    /** What could not be read, each as a sentence without its full stop. */
    readonly unread: readonly string[];
}

/** Who has installed something. */
export type Installer = "helm" | "istioctl" | "sail-operator" | "flux" | "unknown";

/** An istiod. */
export interface FoundIstiod {
    readonly name: string;
    readonly namespace: string;
    /** `default` or its own. */
    readonly revision: string;
    /** Exact; undefined where its image does not tell. */
    readonly version?: string;
    /** Registry and folder of its image. */
    readonly hub: string;
    readonly installer: Installer;
    /** The Helm release it is of, or would be: what its pods' label `app.kubernetes.io/instance` names. */
    readonly release?: string;
    /** Values it was installed with; undefined where nothing tells. */
    readonly values?: JsonObject;
    /** Those and all defaults, as the ConfigMap `values` has them; undefined where there is none. */
    readonly merged?: JsonObject;
    /** Mesh configuration it serves, of the ConfigMap `istio`. */
    readonly mesh: JsonObject;
}

/** A Helm release, and who keeps it. */
export interface FoundRelease extends HelmRelease {
    /** Namespace of its Secrets. */
    readonly storage: string;
    /** The HelmRelease of Flux that reconciles it, as `namespace/name`; undefined where somebody runs helm. */
    readonly helmRelease?: string;
}

export interface FoundTag {
    readonly tag: string;
    readonly revision: string;
    /** Name of the webhook configuration. */
    readonly webhook: string;
}

/** A namespace that says something about injection. */
export interface FoundNamespace {
    readonly name: string;
    /** `istio-injection`. */
    readonly injection?: string;
    /** `istio.io/rev`. */
    readonly revision?: string;
    /** `istio.io/dataplane-mode`: `ambient`. */
    readonly dataplane?: string;
}

export interface FoundPeerAuthentication {
    readonly namespace: string;
    readonly name: string;
    /** `STRICT`, `PERMISSIVE`, `DISABLE`, `UNSET`. */
    readonly mode: string;
    /** Whether it holds for all workloads of its namespace. */
    readonly isWhole: boolean;
}

export interface FoundGateway {
    readonly namespace: string;
    readonly name: string;
    /** Helm release it is of; undefined where it is of none. */
    readonly release?: string;
}

export interface FoundFlux {
    /** Of the distribution: `2.9.4`; undefined where its kinds do not tell. */
    readonly version?: string;
    /** Who has installed it. */
    readonly way: "flux-operator" | "flux bootstrap" | "others";
    /** HelmReleases of the mesh, each with the Kustomization that applies it. */
    readonly releases: readonly FoundFluxRelease[];
}

/** A HelmRelease of Flux of one of Istio's charts. */
export interface FoundFluxRelease {
    readonly namespace: string;
    readonly name: string;
    /** Helm release it reconciles. */
    readonly release: string;
    readonly storage: string;
    readonly target: string;
    /** `flux-system/mesh`: the Kustomization whose labels it carries; undefined where somebody has applied it. */
    readonly kustomization?: string;
    readonly isSuspended: boolean;
}

export interface FoundFlagger {
    readonly namespace: string;
    readonly name: string;
    readonly version?: string;
    /** Prometheus it asks. */
    readonly prometheus?: string;
}
