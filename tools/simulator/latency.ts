/**
 * Upper bounds of the buckets, milliseconds: some of Istio's own, for thousands of proxies are scraped at once here. Longer
 * answers are beyond the last.
 *
 * @see https://istio.io/latest/docs/reference/config/metrics/
 */
export const BUCKETS = [5, 25, 50, 100, 250, 500, 1_000, 5_000];

/** Milliseconds a healthy answer takes on average. 99 of 100 then take less than 93. */
const MEAN = 20;

const HEALTHY = sharesBehind(0);

/** Share of the answers that take no longer than each of {@link BUCKETS}: exponential, behind what they take longer. */
export function bucketShares(longer: number): readonly number[] {
    return longer === 0 ? HEALTHY : sharesBehind(longer);
}

function sharesBehind(longer: number): readonly number[] {
    return BUCKETS.map((bound) => (bound <= longer ? 0 : 1 - Math.exp((longer - bound) / MEAN)));
}

/** Milliseconds an answer takes on average. */
export function meanLatency(longer: number): number {
    return MEAN + longer;
}
