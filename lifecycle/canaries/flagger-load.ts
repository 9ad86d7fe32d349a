import type { Manifest } from "../workloads/manifest";
import { isCanary } from "../workloads/plan-workloads";
import { fieldsOf, secondsOf } from "./complaints";

/** Requests Flagger makes to the API server each time it looks at a Canary, in an analysis or not: measured at 302 canaries. */
const REQUESTS = 13.7;

/** Seconds between two looks: what Flagger takes without an interval, and the least it takes (pkg/apis/flagger/v1beta1/canary.go). */
const INTERVAL = { default: 60, least: 10 };

/** What Flagger's client is allowed without being told: cmd/flagger/main.go. */
const DEFAULT_QPS = 100;

/** Room for the checks that fall together, and for the retries of a conflict. */
const HEADROOM = 1.5;

/** In such steps, for every change starts Flagger anew. */
const STEP = 100;

/** What one client may ask of an API server that others use as well; beyond it the canaries have to be looked at less often. */
const MOST_QPS = 600;

/** How many requests a second a client may make, and how many at once. */
export interface ClientLimits {
    readonly qps: number;
    readonly burst: number;
}

/** Requests a second that Flagger makes to look at these canaries as often as they ask for. */
export function flaggerLoad(objects: readonly Pick<Manifest, "apiVersion" | "kind">[]): number {
    return objects.filter(isCanary).reduce((sum, canary) => sum + REQUESTS / checkInterval(canary), 0);
}

/**
 * Limits of Flagger's client for such a load. Where it is kept waiting, every analysis takes longer than it says.
 *
 * @returns undefined where Flagger's own will do
 */
export function flaggerLimits(load: number): ClientLimits | undefined {
    const wanted = Math.ceil((load * HEADROOM) / STEP) * STEP;
    if (wanted <= DEFAULT_QPS) return undefined;
    const qps = Math.min(wanted, MOST_QPS);
    return { qps, burst: qps * 2.5 };
}

/** Says that the canaries ask for more than Flagger can do, and what would help. */
export function flaggerLoadWarning(load: number): string | undefined {
    if (load <= MOST_QPS) return undefined;
    const times = Math.ceil((load / MOST_QPS) * 10) / 10;
    return (
        `the canaries have Flagger make ${Math.round(load)} requests a second, and the API server is asked ${MOST_QPS} at most: ` +
        `every analysis takes ${times} times as long as it says; make spec.analysis.interval that much longer`
    );
}

/** Seconds between two looks of Flagger at a Canary. */
export function checkInterval(canary: object): number {
    const { analysis, canaryAnalysis } = fieldsOf(fieldsOf(canary)["spec"]);
    const seconds = secondsOf(fieldsOf(analysis ?? canaryAnalysis)["interval"]) ?? INTERVAL.default;
    return Math.max(seconds, INTERVAL.least);
}
