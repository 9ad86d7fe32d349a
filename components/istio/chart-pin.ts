import type { JsonObject } from "../../lifecycle/kit/json";

/** A chart at one exact version, with its values. */
export interface ChartPin {
    /** Exact version, from the lock: `1.31.1`. */
    readonly version: string;
    /** Helm values, complete. @see lifecycle/mesh/helm-values.ts */
    readonly values: JsonObject;
}

/** An istiod. */
export interface RevisionPin extends ChartPin {
    /** `default` or `1-31-1`; the values must say the same. */
    readonly revision: string;
}
