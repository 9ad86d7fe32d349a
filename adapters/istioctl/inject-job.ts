import type { JsonObject } from "../../lifecycle/kit/json";
import type { Manifest } from "../../lifecycle/workloads/manifest";

/** A document for `istioctl kube-inject`. */
export interface InjectJob {
    readonly id: string;
    readonly document: JsonObject;
}

/** What became of one document. */
export interface InjectOutcome {
    readonly id: string;
    /** The injected object; undefined where istioctl refused it. */
    readonly injected: Manifest | undefined;
    /** Why not: what istioctl wrote. @default it was injected */
    readonly reason?: string;
}
