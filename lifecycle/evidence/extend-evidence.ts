import { compareText } from "../kit/compare-text";
import { type HealthFinding, healthOf } from "../observed/health-finding";
import { hasGatewayFailed } from "../observed/judge-gateway";
import { versionOfImage } from "../observed/observe-pod";
import { istiodOf } from "../observed/judge-control-planes";
import type { Images, ObservedCluster } from "../observed/observed";
import { tallyCohorts, tallyPhases } from "../observed/tally-rollout";
import type { ExpectedCluster } from "../observed/expected";
import type { Lock } from "../settings/lock";
import { pinOf, pinnedAs } from "../settings/pins";
import { momentText } from "../kit/day";
import { LONGEST_SENTENCE, PHASE } from "./evidence-definition";
import { CLOCK_SLACK } from "./judge-evidence";
import { type Evidence, type FailedRollout, type ProxyCount, type VerifiedRun, lockDigest } from "./evidence";
import { type VerifiedPart, verifiedParts } from "./not-verified";

/** One look at a cluster. */
export interface ClusterCheck {
    readonly stack: string;
    /** The moment of it, in milliseconds. */
    readonly at: number;
    readonly lock: Lock;
    readonly commit?: string;
    /** Canaries that may fail without a hold on their version. @default 0 */
    readonly failureBudget?: number | undefined;
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
 * A part counts as running its pin while nothing is found wrong with it: the control plane, where its istiod is up at its
 * version, whatever becomes of one that retires; the gateways, where all their pods are; the proxies, where every pod of the cluster, every primary and every
 * workload has theirs. Rollouts that change the application alone say nothing of either. One look at which a part is not
 * whole ends the run, and the next one begins anew.
 *
 * @param before what was known; of another stack it counts for nothing, and so does what it says of a time still to come.
 *   Where another machine looked a moment later, and has told first, its look is the last one and stays as it is
 */
export function extendEvidence(before: Evidence | undefined, check: ClusterCheck): Evidence {
    const { stack, at, lock, commit, findings, expected, observed } = check;
    const seen = momentText(at);
    if (before?.stack === stack && before.seen > seen && Date.parse(before.seen) - at <= CLOCK_SLACK)
        return before;
    const failed = failedRollouts(check);
    const isForgiven = failed.length <= (check.failureBudget ?? 0);
    const forgiven = isForgiven ? workloadsOf(failed, check) : new Set<string>();
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
        failed: isForgiven ? [] : failed.slice(0, MOST_FAILED),
        proxies: proxyCounts(observed),
        canaries: canariesOf(check),
        cohorts: tallyCohorts(expected, observed),
        verified: extendRuns(known, { lock, at, isWhole: (part) => isWhole(part, check, forgiven) }),
        interventions: before?.stack === stack ? before.interventions : undefined,
    };
}

function canariesOf({ expected, observed }: ClusterCheck): Evidence["canaries"] {
    const phases: Record<string, number> = {};
    // What a cluster says may be anything, and what is kept can be read back.
    for (const [phase, count] of Object.entries(tallyPhases(expected, observed))) {
        const known = PHASE.test(phase) ? phase : "Unknown";
        phases[known] = (phases[known] ?? 0) + count;
    }
    return Object.keys(phases).length === 0 ? undefined : phases;
}

/** What fails first, on one line each: some quote what a cluster has said. */
export function sentencesOf(findings: readonly HealthFinding[]): readonly string[] {
    const sentences = findings
        .slice(0, MOST_FINDINGS)
        .map(({ kind, about, reason, remedy }) =>
            // What nothing but a person moves is told with the command wherever it holds a step.
            kind === "restart" && remedy !== undefined
                ? `${about}: ${reason} (${remedy})`
                : `${about}: ${reason}`,
        )
        // eslint-disable-next-line no-control-regex
        .map((sentence) => sentence.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, " "))
        .map((sentence) => sentence.slice(0, LONGEST_SENTENCE).trim());
    return [...new Set(sentences)];
}

/**
 * Whether nothing was found that speaks against a part.
 *
 * @param forgiven What says nothing against the proxies: canaries and workloads.
 */
function isWhole(part: VerifiedPart, check: ClusterCheck, forgiven: ReadonlySet<string>): boolean {
    const { findings, expected, lock } = check;
    if (part === "control-plane") {
        const own = expected.controlPlanes.filter(({ version }) => version === pinOf(lock, part).version);
        const names = own.map(({ revision }) => istiodOf(revision));
        return !findings.some(({ kind, about }) => kind === "control-plane" && names.includes(about));
    }
    // Without a pin of its own a gateway is one of the proxies.
    const isApart = pinnedAs(lock, "gateway") === "gateway";
    if (part === "gateway") return !findings.some(({ kind }) => kind === "gateway");
    const current = currentProxies(check);
    return !findings
        .filter(({ about }) => !forgiven.has(about))
        .some(
            ({ kind, about }) =>
                kind === "proxies" ||
                (kind === "gateway" && !isApart) ||
                kind === "restart" ||
                ((kind === "canary" || kind === "workload") && !current.has(about)),
        );
}

/** What says nothing against the next cohort, of rollouts that failed within the budget: their canaries, and the pods they have kept. */
function workloadsOf(
    rollouts: readonly FailedRollout[],
    { lock, observed }: ClusterCheck,
): ReadonlySet<string> {
    if (lock.istio.proxies.next === undefined) return new Set();
    const failed = new Set(rollouts.map(({ canary }) => canary));
    return new Set(
        observed.canaries
            .filter(({ id }) => failed.has(id))
            .flatMap(({ id, target }) => [id, target, `${target}-primary`]),
    );
}

/** Canaries and workloads whose proxy is what Git has, whatever else of them is not. */
function currentProxies({
    expected: { images },
    observed: { canaries, workloads },
}: ClusterCheck): ReadonlySet<string> {
    const isCurrent = (target: string, runs: Images): boolean => {
        const wanted = images.get(target);
        return wanted !== undefined && runs["istio-proxy"] === wanted["istio-proxy"];
    };
    return new Set([
        ...canaries
            .filter(({ target, primary }) => primary && isCurrent(target, primary))
            .map(({ id }) => id),
        ...workloads.filter(({ id, images: runs }) => isCurrent(id, runs)).map(({ id }) => id),
    ]);
}

export interface ExtendRunsArgs {
    readonly lock: Lock;
    /** The moment of the look, in milliseconds. */
    readonly at: number;
    /** Whether a part was seen to run its pin, whole and alive. */
    readonly isWhole: (part: VerifiedPart) => boolean;
}

/** What each part has been seen to run without a gap, after another look. */
export function extendRuns(runs: readonly VerifiedRun[], args: ExtendRunsArgs): readonly VerifiedRun[] {
    return verifiedParts(args.lock)
        .reduce((all, part) => extendRun(all, part, args), runs)
        .slice(-MOST_RUNS);
}

function extendRun(
    runs: readonly VerifiedRun[],
    part: VerifiedPart,
    { lock, at, isWhole: isPartWhole }: ExtendRunsArgs,
): readonly VerifiedRun[] {
    const { version } = pinOf(lock, part);
    const last = runs.filter((run) => run.part === part).at(-1);
    // What was seen to run until now is no longer: a run that is not at its end is not continuous.
    if (!isPartWhole(part)) return runs.filter((run) => run.part !== part || run.version !== version);
    const seen = momentText(at);
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
    const { gateways = [] } = expected;
    const taken = gateways
        .filter((gateway) => hasGatewayFailed(gateway, observed))
        .map(({ workload, version }) => ({ canary: workload, version }));
    const canaries = observed.canaries.flatMap(
        ({ id, target, primary, phase, isPromoted }): FailedRollout[] => {
            // A primary that somebody has edited is failing as well, and no rollout.
            if (!failing.has(id) || !primary || phase !== "Failed" || isPromoted) return [];
            const [wanted, runs] = [expected.images.get(target)?.["istio-proxy"], primary["istio-proxy"]];
            const version = wanted === undefined ? undefined : versionOfImage(wanted);
            // A rollout that changed the application alone says nothing of the proxy.
            return version === undefined || wanted === runs ? [] : [{ canary: id, version }];
        },
    );
    return [...taken, ...canaries];
}

function proxyCounts({ proxies }: ObservedCluster): readonly ProxyCount[] {
    const counts = new Map<string, ProxyCount>();
    for (const { version, revision, pods } of proxies) {
        const key = `${version} ${revision}`;
        counts.set(key, { version, revision, pods: pods + (counts.get(key)?.pods ?? 0) });
    }
    return [...counts].sort(([a], [b]) => compareText(a, b)).map(([, count]) => count);
}
