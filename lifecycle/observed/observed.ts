import type { ObservedRoot } from "./judge-roots";
import type { PodTrouble } from "./pod-trouble";

/** What runs in a cluster, as one look at it found. Plain data: whoever read it, this is all that is judged. */
export interface ObservedCluster {
    readonly controlPlanes: readonly ObservedControlPlane[];
    /** Every proxy that runs, counted by where it is and what it is. */
    readonly proxies: readonly ProxyTally[];
    readonly canaries: readonly ObservedCanary[];
    /** Deployments, StatefulSets and DaemonSets. */
    readonly workloads: readonly ObservedWorkload[];
    /** Flux's Kustomizations and HelmReleases. */
    readonly deliveries: readonly ObservedDelivery[];
    /** Root certificates that proxies trust. @default they cannot be read, or there are none yet */
    readonly roots?: readonly ObservedRoot[];
    /** Flags of kustomize-controller; undefined where none runs. */
    readonly fluxFlags?: readonly string[];
}

/** The istiod of one revision. */
export interface ObservedControlPlane {
    /** `default` where it has no revision of its own. */
    readonly revision: string;
    /** Exact; undefined where its image does not tell. */
    readonly version?: string;
    readonly namespace: string;
    /** Pods that should run, and those that are ready at the present template. */
    readonly wanted: number;
    readonly ready: number;
}

/** Pods of one workload that have one proxy. */
export interface ProxyTally {
    /** `namespace/Kind/name` of the workload that makes the pods: of a Deployment, not of its ReplicaSet. */
    readonly workload: string;
    /** Exact version of the proxy; undefined where its image does not tell. */
    readonly version?: string;
    /** Revision of the control plane the proxy asks. */
    readonly revision: string;
    readonly pods: number;
    /** Of these, pods that are ready. */
    readonly ready: number;
    /** Why the others are not: of one of them, of one that waiting does not mend where there is such. */
    readonly trouble?: PodTrouble;
}

/** What a workload makes its pods of. */
export interface ObservedWorkload {
    /** `namespace/Kind/name` */
    readonly id: string;
    readonly images: Images;
}

/** A Flagger canary, and the workload that serves for it. */
export interface ObservedCanary {
    /** `namespace/Canary/name` */
    readonly id: string;
    /** `namespace/Kind/name` of its target. */
    readonly target: string;
    /** `status.phase`. @default Flagger has not looked at it yet */
    readonly phase?: string;
    /** Whether what Flagger analysed last is what it promoted last. */
    readonly isPromoted: boolean;
    /** Images by container of the primary's pod template, init containers as well; undefined where there is none. */
    readonly primary?: Images;
    /** Whether the primary has the template its target has; undefined where that is not known. */
    readonly isCurrent?: boolean;
    /** Who but Flagger has written the primary's template, by the name of the field manager: `kubectl-edit`. */
    readonly editedBy?: string;
    /** Whether `windlass rollout promote` has its hand on it: what is rolled out is not measured. @default false */
    readonly isSkippedByHand?: boolean;
}

/** Image by name of a container. */
export type Images = Readonly<Record<string, string>>;

/** A Kustomization or a HelmRelease of Flux. */
export interface ObservedDelivery {
    readonly kind: "Kustomization" | "HelmRelease";
    readonly namespace: string;
    readonly name: string;
    /**
     * `True`, `False` or `Unknown` of its condition Ready; `Unknown` as well while it has not seen its present spec, or waits
     * for another one.
     */
    readonly ready: "True" | "False" | "Unknown";
    /** What the condition says. */
    readonly message: string;
    readonly isSuspended: boolean;
    /** Revision of the source, or version of the chart, that is applied; undefined before the first. */
    readonly applied?: string;
    /** The one that was tried last. */
    readonly attempted?: string;
}
