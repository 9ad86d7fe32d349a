/**
 * Upper bounds of the buckets, milliseconds: Istio's own up to ten seconds. Longer answers are beyond the last.
 *
 * @see https://istio.io/latest/docs/reference/config/metrics/
 */
export const BUCKETS = [0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000];

/** Milliseconds a healthy answer takes on average. 99 of 100 then take less than 93. */
const MEAN = 20;

/** Share of the answers that take no longer than each of {@link BUCKETS}: exponential, behind what they take longer. */
export function bucketShares(longer: number): readonly number[] {
    return BUCKETS.map((bound) => (bound <= longer ? 0 : 1 - Math.exp((longer - bound) / MEAN)));
}

/** Milliseconds an answer takes on average. */
export function meanLatency(longer: number): number {
    return MEAN + longer;
}
