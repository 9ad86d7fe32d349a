import type { HealthFinding } from "../observed/health-finding";
import { healthOf } from "../observed/health-finding";
import { versionOfImage } from "../observed/observe-pod";
import type { ObservedCluster } from "../observed/observed";
import type { ExpectedCluster } from "../observed/expected";
import type { Lock } from "../settings/lock";
import type { PinnedPart } from "../settings/pinned-parts";
import { pinOf } from "../settings/pins";
import { type Evidence, type FailedRollout, type ProxyCount, type VerifiedRun, lockDigest } from "./evidence";

/** One look at a cluster. */
export interface ClusterCheck {
    readonly stack: string;
    /** The moment of it, in milliseconds. */
    readonly at: number;
    readonly lock: Lock;
    readonly commit?: string;
    readonly expected: ExpectedCluster;
    readonly observed: ObservedCluster;
    /** What {@link judgeCluster} has made of these. */
    readonly findings: readonly HealthFinding[];
}

/**
 * Longest time between two looks over which what was seen at both counts as seen: whoever looks once a day, a little later
 * each time, sees without a gap.
 */
export const LONGEST_GAP = 30 * 3_600_000;
/** Findings and runs a document keeps. */
const MOST_FINDINGS = 20;
const MOST_RUNS = 24;

/**
 * What is known after another look.
 *
 * A part counts as running its pin while nothing is found wrong with it: the control plane, where every istiod is up at its
 * version; the proxies, where every pod of the cluster, every primary and every workload is at theirs. One look at which it
 * is not ends the run, and the next one begins anew.
 *
 * @param before what was known; of another stack it counts for nothing
 */
export function extendEvidence(before: Evidence | undefined, check: ClusterCheck): Evidence {
    const { stack, at, lock, commit, findings, observed } = check;
    const known = before?.stack === stack ? before.verified : [];
    const seen = new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
    return {
        stack,
        seen,
        way: "cluster",
        lock: lockDigest(lock),
        commit,
        health: healthOf(findings),
        findings: findings.slice(0, MOST_FINDINGS).map(({ about, reason }) => `${about}: ${reason}`),
        failed: failedRollouts(check),
        proxies: proxyCounts(observed),
        verified: VERIFIED.reduce((runs, part) => extendRun(runs, part, seen, check), known).slice(
            -MOST_RUNS,
        ),
    };
}

/** Parts that can be seen, and the findings that speak against each. */
const AGAINST: Readonly<Partial<Record<PinnedPart, readonly HealthFinding["kind"][]>>> = {
    "control-plane": ["control-plane"],
    proxies: ["proxies", "restart", "canary", "workload"],
};
const VERIFIED = Object.keys(AGAINST) as PinnedPart[];

function extendRun(
    runs: readonly VerifiedRun[],
    part: PinnedPart,
    seen: string,
    { lock, findings, at }: ClusterCheck,
): readonly VerifiedRun[] {
    const { version } = pinOf(lock, part);
    const against = AGAINST[part] ?? [];
    const own = runs.filter((run) => run.part === part);
    const last = own.at(-1);
    const isAlive = !findings.some(({ kind }) => against.includes(kind));
    // What was seen to run until now is no longer: a run that is not at its end is not continuous.
    if (!isAlive) return runs.filter((run) => run.part !== part || run.version !== version);
    const goes =
        last?.version === version && at - Date.parse(last.to) <= LONGEST_GAP && Date.parse(last.to) <= at;
    if (last && goes) return runs.map((run) => (run === last ? { ...run, to: seen } : run));
    return [...runs, { part, version, from: seen, to: seen }];
}

function failedRollouts({ findings, expected, observed }: ClusterCheck): readonly FailedRollout[] {
    const failing = new Set(
        findings.flatMap(({ kind, level, about }) =>
            kind === "canary" && level === "failing" ? [about] : [],
        ),
    );
    return observed.canaries.flatMap(({ id, target, primary }): FailedRollout[] => {
        if (!failing.has(id) || !primary) return [];
        const [wanted, runs] = [expected.images.get(target)?.["istio-proxy"], primary["istio-proxy"]];
        const version = wanted === undefined ? undefined : versionOfImage(wanted);
        // A rollout that changed the application alone says nothing of the proxy.
        return version === undefined || wanted === runs ? [] : [{ canary: id, version }];
    });
}

function proxyCounts({ proxies }: ObservedCluster): readonly ProxyCount[] {
    const counts = new Map<string, ProxyCount>();
    for (const { version, revision, pods } of proxies) {
        const key = `${version} ${revision}`;
        counts.set(key, { version, revision, pods: pods + (counts.get(key)?.pods ?? 0) });
    }
    return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count);
}
