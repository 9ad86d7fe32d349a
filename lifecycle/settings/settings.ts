import type { JsonObject } from "../kit/json";

/**
 * What a person writes about one environment, checked and with every default filled in.
 *
 * The keys are those of `stacks/Pulumi.<stack>.yaml` below `windlass:`. The loader, the JSON Schema and the
 * documentation of each key come from one definition, `settings-definition.ts`.
 */
export interface StackSettings {
    /** Name of the Pulumi stack: `dev`. */
    readonly stack: string;
    /** Who applies the objects above the flux layer: Pulumi itself, or Flux from `clusters/<stack>/` in Git. */
    readonly delivery: Delivery;
    /** Whether the delivery is about to change, or just has: while it is, whoever lets go of an object leaves it be. */
    readonly handover: Handover;
    readonly cluster: ClusterSettings;
    readonly istio: IstioSettings;
    readonly gateway: GatewaySettings;
    readonly flux: FluxSettings;
    readonly flagger: FlaggerSettings;
    readonly workloads: WorkloadSettings;
    readonly fleet: FleetSettings;
}

export type Delivery = "pulumi" | "flux";
export type Handover = "none" | "underway";
/** How a control plane is upgraded: in its place, or by a second istiod installed beside it. */
export type UpgradeStrategy = "in-place" | "revisions";
/** How the pods of a workload get their proxy. */
export type DataPlaneMode = "git" | "pin" | "webhook" | "none";

export interface ClusterSettings {
    /** Name the proxies report as `ISTIO_META_CLUSTER_ID`, unique in the mesh. */
    readonly name: string;
    /** Kubernetes version of the API server, the lowest of its nodes: `1.34` or `v1.34.2-gke.100`. */
    readonly kubernetes: string;
    /** Context of the kubeconfig that reaches the cluster. Empty: the current context. */
    readonly context: string;
    /** Istio network of the cluster. Empty: one flat network. */
    readonly network: string;
    /** Mesh the cluster belongs to. Empty: Istio's default, the trust domain. */
    readonly meshId: string;
    /** Root of every workload identity. */
    readonly trustDomain: string;
    /** DNS suffix of services in the cluster. */
    readonly domain: string;
}

export interface IstioSettings {
    /** Semver range the control plane and the proxies must satisfy: `~1.31`. */
    readonly range: string;
    readonly strategy: UpgradeStrategy;
    /** Days, hours or minutes a release must have been public before it may be picked: `3d`, `36h`. */
    readonly minimumAge: string;
    /** Age of the catalog above which nothing new is picked, in the form of {@link minimumAge}. */
    readonly catalogAge: string;
    readonly allowPrerelease: boolean;
    readonly allowDowngrade: boolean;
    readonly waivers: readonly Waiver[];
    /** Where the charts come from: `oci://…` or `https://…`, without a chart's name. */
    readonly charts: string;
    /** Registry and folder of Istio's images. */
    readonly hub: string;
    /** Image variant: `distroless`, `debug` or empty for the release's default. */
    readonly variant: string;
    /** Install the CNI node agent, so that pods need no `NET_ADMIN` init container. */
    readonly cni: boolean;
    /** Mesh-wide mutual TLS. */
    readonly mtls: "STRICT" | "PERMISSIVE";
    /** What a proxy does with traffic to hosts that no registry knows. */
    readonly outboundTraffic: "REGISTRY_ONLY" | "ALLOW_ANY";
    /** File of the proxies' access log. Empty: none. */
    readonly accessLog: string;
    /** Istiod Helm values merged over Windlass's own. */
    readonly values: JsonObject;
}

/** A finding the team has decided to live with, for a while. */
export interface Waiver {
    /** Id of a bulletin (`ISTIO-SECURITY-2026-005`), a gate or a policy rule. */
    readonly id: string;
    readonly reason: string;
    /** Last day it holds: `2026-12-31`. */
    readonly expires: string;
}

export interface GatewaySettings {
    /** Install an ingress gateway and its Gateway object. */
    readonly enabled: boolean;
    readonly namespace: string;
    /** Hosts the Gateway object answers for. */
    readonly hosts: readonly string[];
    /** Name of the Secret with the certificate. Empty: plain HTTP. */
    readonly tlsSecret: string;
    readonly serviceType: "LoadBalancer" | "NodePort" | "ClusterIP";
    readonly minReplicas: number;
    readonly maxReplicas: number;
}

export interface FluxSettings {
    /** Semver range of the Flux distribution: `~2.9`. */
    readonly range: string;
    /** `operator` installs Flux; `none` meets the Flux that runs there already. */
    readonly bootstrap: "operator" | "none";
    /** Where the flux-operator chart comes from, without the chart's name. */
    readonly charts: string;
    /** Registry and folder of Flux's images. */
    readonly registry: string;
    /** Image of flux-operator without its tag. Empty: the chart's own. */
    readonly operatorImage: string;
    /** OCI artifact with the distribution's manifests. Empty: the operator's built-in copy. */
    readonly artifact: string;
    readonly git: GitSettings;
    readonly decryption: DecryptionSettings;
}

/** How Flux decrypts what stands in Git encrypted, with `delivery: flux`. */
export interface DecryptionSettings {
    /** `sops`, or empty where nothing is encrypted. */
    readonly provider: "sops" | "";
    /** Secret in `flux-system` with the keys. Empty: those of the controller's own cloud identity. */
    readonly secret: string;
}

/** Repository Flux reads, with `delivery: flux`. */
export interface GitSettings {
    readonly url: string;
    readonly branch: string;
    /** Folder of the rendered manifests. @default clusters/<stack> */
    readonly path: string;
    /** Secret in `flux-system` with the credentials. Empty: a public repository. */
    readonly secret: string;
}

export interface FlaggerSettings {
    /** Semver range of Flagger: `~1.44`. */
    readonly range: string;
    readonly charts: string;
    /** Registry and folder of Flagger's images. */
    readonly registry: string;
    /** Prometheus Flagger asks. Empty: install the chart's own small one. */
    readonly prometheus: string;
    /** Image of the chart's own Prometheus, with its tag. Empty: the chart's own. */
    readonly prometheusImage: string;
    /** Chat or webhook that hears of canaries. Empty `address`: none. */
    readonly alerts: AlertSettings;
}

export interface AlertSettings {
    readonly type: "slack" | "msteams" | "discord" | "rocket";
    /** Secret in Flagger's namespace with the key `address`. Empty: no alerts. */
    readonly secret: string;
    readonly channel: string;
}

export interface WorkloadSettings {
    /** Folders below `apps/`, each a workload with its manifests. */
    readonly apps: readonly string[];
    /** Percent of the stack's objects that one change may remove without a waiver. */
    readonly removalLimit: number;
    readonly mode: DataPlaneMode;
    /** Kinds of custom resources that live in no namespace, as `group/Kind`, where no definition says so. */
    readonly clusterScoped: readonly string[];
    /** Mode by namespace, where it differs. */
    readonly namespaces: Readonly<Record<string, { readonly mode: DataPlaneMode }>>;
}

export interface FleetSettings {
    /** Waves upgrade one after the other, from 0. */
    readonly wave: number;
    /** Time a version must live in the earlier wave: `7d`. */
    readonly soak: string;
    /** Set where this stack cannot follow for a while, and later waves shall not wait for it. */
    readonly cannotFollow?: FollowException;
}

/** A named exception from the order of waves. Empty texts: there is none. */
export interface FollowException {
    readonly reason: string;
    /** Last day it holds: `2026-12-31`. */
    readonly expires: string;
}
