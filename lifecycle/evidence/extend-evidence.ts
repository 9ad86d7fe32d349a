import type { HealthFinding } from "../observed/health-finding";
import { healthOf } from "../observed/health-finding";
import { versionOfImage } from "../observed/observe-pod";
import type { ObservedCluster } from "../observed/observed";
import type { ExpectedCluster } from "../observed/expected";
import type { Lock } from "../settings/lock";
import type { PinnedPart } from "../settings/pinned-parts";
import { pinOf } from "../settings/pins";
import { momentText } from "../settings/formats";
import { LONGEST_SENTENCE } from "./evidence-definition";
import { CLOCK_SLACK } from "./judge-evidence";
import { type Evidence, type FailedRollout, type ProxyCount, type VerifiedRun, lockDigest } from "./evidence";

/** One look at a cluster. */
export interface ClusterLook {
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
/** Findings, failed rollouts and runs a document keeps. */
const MOST_FINDINGS = 20;
const MOST_FAILED = 1000;
const MOST_RUNS = 24;

/**
 * What is known after another look.
 *
 * A part counts as running its pin while nothing is found wrong with it: the control plane, where every istiod is up at its
 * version; the proxies, where every pod of the cluster, every primary and every workload is at theirs. One look at which it
 * is not ends the run, and the next one begins anew.
 *
 * @param before what was known; of another stack it counts for nothing, and so does what it says of a time still to come.
 *   Where another machine looked a moment later, and has told first, its look is the last one and stays as it is
 */
export function extendEvidence(before: Evidence | undefined, look: ClusterLook): Evidence {
    const { stack, at, lock, commit, findings, observed } = look;
    const seen = momentText(at);
    if (before?.stack === stack && before.seen > seen && Date.parse(before.seen) - at <= CLOCK_SLACK)
        return before;
    const known: readonly VerifiedRun[] =
        before?.stack === stack ? before.verified.filter(({ to }) => to <= seen) : [];
    return {
        stack,
        seen,
        way: "cluster",
        lock: lockDigest(lock),
        commit,
        health: healthOf(findings),
        findings: sentencesOf(findings),
        failed: failedRollouts(look).slice(0, MOST_FAILED),
        proxies: proxyCounts(observed),
        verified: VERIFIED.reduce((runs, part) => extendRun(runs, part, seen, look), known).slice(-MOST_RUNS),
    };
}

/** What fails first, on one line each: some quote what a cluster has said. */
export function sentencesOf(findings: readonly HealthFinding[]): readonly string[] {
    const sentences = findings
        .slice(0, MOST_FINDINGS)
        // eslint-disable-next-line no-control-regex
        .map(({ about, reason }) => `${about}: ${reason}`.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " "))
        .map((sentence) => sentence.slice(0, LONGEST_SENTENCE).trim());
    return [...new Set(sentences)];
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
    { lock, findings, at }: ClusterLook,
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

function failedRollouts({ findings, expected, observed }: ClusterLook): readonly FailedRollout[] {
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
