import type { MeshStep } from "./skew";

/** One step of a plan. */
export interface UpgradeStep extends MeshStep {
    /** Why it is safe, as one sentence without its full stop. */
    readonly why: string;
}
