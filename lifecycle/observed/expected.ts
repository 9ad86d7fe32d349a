import type { DataPlaneMode } from "../settings/settings";
import type { Images } from "./observed";

/** What Git says that a cluster runs. */
export interface ExpectedCluster {
    /** Name of the stack, as commands take it. */
    readonly stack: string;
    /** Context of the kubeconfig that reaches the cluster. @default kubectl's current one */
    readonly context?: string;
    /** Every istiod, by revision. */
    readonly controlPlanes: readonly ExpectedControlPlane[];
    /** What proxies are pinned to. */
    readonly proxies: ExpectedControlPlane;
    /** What cohorts have already, and which workloads those are. @default all have the pin */
    readonly ahead?: { readonly version: string; readonly workloads: ReadonlySet<string> };
    /** The cohorts, in their order, while they are on their way. @default none is */
    readonly cohorts?: readonly ExpectedCohort[];
    /** Every gateway, in the order in which an upgrade moves them. @default there is none */
    readonly gateways?: readonly ExpectedGateway[];
    /** Namespaces whose workloads other repositories deliver, and what a webhook gives their pods. @default none */
    readonly elsewhere?: ReadonlyMap<string, ExpectedElsewhere>;
    /** Version that proxies may still be on their way from. */
    readonly leaving?: string;
    /** How each workload of the stack gets its proxy, by `namespace/Kind/name`. */
    readonly modes: ReadonlyMap<string, DataPlaneMode>;
    /** Images of each workload's pod template, sidecars from Git included. */
    readonly images: ReadonlyMap<string, Images>;
    /** Workloads that a canary gates. */
    readonly gated: ReadonlySet<string>;
}

/** Workloads that move together. */
export interface ExpectedCohort {
    /** As a lock writes it: `first`, `20%`, `last`. */
    readonly through: string;
    readonly workloads: readonly string[];
}

/** What pods have that other repositories deliver, once they are restarted. */
export interface ExpectedElsewhere extends ExpectedControlPlane {
    /** Tag that they follow. @default the proxies' own revision */
    readonly tag?: string;
}

/** What a gateway is pinned to. */
export interface ExpectedGateway extends ExpectedControlPlane {
    /** `namespace/Deployment/name` of its pods, and of the HelmRelease that has the same name. */
    readonly workload: string;
}

/** A version, and the revision of it. */
export interface ExpectedControlPlane {
    /** `default` for one without a revision. */
    readonly revision: string;
    readonly version: string;
}
