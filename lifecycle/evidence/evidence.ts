import { canonicalJson, digestOfText } from "../kit/canonical-json";
import type { CohortTally } from "../observed/tally-rollout";
import type { HealthLevel } from "../observed/health-finding";
import type { Lock } from "../settings/lock";
import { PARTS, type PinnedPart } from "../settings/pinned-parts";
import { pinOf } from "../settings/pins";
import type { Intervention } from "./interventions";

/** How something was seen: by looking at the cluster, or by what Flux has told the forge of a commit. */
export type EvidenceWay = "cluster" | "forge";

/**
 * What was seen of a stack's cluster, once and over time: small, dated, readable without the cluster. It is bound to the
 * lock it saw, and it ages (judge-evidence.ts).
 */
export interface Evidence {
    readonly stack: string;
    /** Moment of the last look: `2026-11-28T13:30:00Z`. */
    readonly seen: string;
    readonly way: EvidenceWay;
    /** {@link lockDigest} of the lock whose versions were looked for. */
    readonly lock: string;
    /** Commit the lock was read from; undefined outside a repository, or with changes in the work tree. */
    readonly commit?: string;
    readonly health: HealthLevel | "healthy";
    /** What is not as Git has it, sentences without their full stop, what fails first; of very many the first. */
    readonly findings: readonly string[];
    /** Versions whose rollout has failed in the cluster, each with one canary that did. */
    readonly failed: readonly FailedRollout[];
    /** Pods by proxy, over the whole cluster: by evidence of these a revision may go. Of the way "forge" nothing is known of them. */
    readonly proxies: readonly ProxyCount[];
    /** Canaries of the stack's workloads by phase. @default there is none, or the way "forge" knows of none */
    readonly canaries?: Readonly<Record<string, number>>;
    /** The stack's own pods by cohort, in their order. @default no cohort is on its way */
    readonly cohorts?: readonly CohortTally[];
    /** What each part has been seen to run without a gap, oldest first. */
    readonly verified: readonly VerifiedRun[];
    /** What a person did to rollouts, oldest first; of very many the last. @default nothing */
    readonly interventions?: readonly Intervention[];
}

/** A rollout of a proxy that Flagger took back, or of a gateway that did not come up. */
export interface FailedRollout {
    /** `namespace/Canary/name`; of a gateway, `namespace/Deployment/name`. */
    readonly canary: string;
    /** Exact version of the proxy that was analysed. */
    readonly version: string;
}

/** Pods that have one proxy. */
export interface ProxyCount {
    /** Exact; undefined where images do not tell. */
    readonly version?: string;
    readonly revision: string;
    readonly pods: number;
}

/** A part that was seen to run a version, whole and alive, at every look from one moment to another. */
export interface VerifiedRun {
    readonly part: PinnedPart;
    readonly version: string;
    readonly from: string;
    readonly to: string;
}

const digests = new WeakMap<Lock, string>();

/** Digest of the versions of a lock: it changes with every pin, and with nothing else. */
export function lockDigest(lock: Lock): string {
    const known = digests.get(lock) ?? digestOfVersions(lock);
    digests.set(lock, known);
    return known;
}

function digestOfVersions(lock: Lock): string {
    const { retiring, strategyMove } = lock.istio;
    const { next } = lock.istio.proxies;
    const cohorts = next && { version: next.version, through: next.through };
    // A gateway and tags that are where the proxies are are no news: so it was under every lock of before.
    const isAside = (part: PinnedPart): boolean =>
        pinOf(lock, part).version !== lock.istio.proxies.version ||
        (part === "gateway" && lock.istio.gateways !== undefined);
    const parts = PARTS.filter((part) => (part !== "gateway" && part !== "tags") || isAside(part));
    const versions = Object.fromEntries(parts.map((part) => [part, pinOf(lock, part).version]));
    const ahead = lock.istio.gateways;
    const gateways =
        ahead && Object.fromEntries(Object.entries(ahead).map(([name, { version }]) => [name, version]));
    return digestOfText(canonicalJson({ ...versions, retiring, strategyMove, cohorts, gateways }));
}
