import semver from "semver";

import { compareText } from "../kit/compare-text";
import type { DataPlaneMode } from "../settings/settings";
import { elsewhereOf, modeIn, wantedFor } from "./judge-proxies";
import { type CohortTally, tallyCohorts, tallyPhases } from "./tally-rollout";
import type { ExpectedCluster } from "./expected";
import type { HealthFinding } from "./health-finding";
import type { ObservedCluster, ObservedControlPlane, ObservedDelivery, ProxyTally } from "./observed";

/** HelmRelease of Istio's definitions (chart `base`). */
const BASE = "istio-base";

/** What a cluster runs, in as few figures as a person asks for. */
export interface ClusterSummary {
    readonly controlPlanes: readonly ObservedControlPlane[];
    /** Version of Istio's definitions; undefined where Flux installed none. */
    readonly crds?: string;
    /** Proxies of the gateways' namespaces. */
    readonly gateways: readonly ProxyGroup[];
    /** All others. */
    readonly proxies: readonly ProxyGroup[];
    readonly canaries: CanarySummary;
    readonly deliveries: readonly ObservedDelivery[];
    /** Workloads that are not as Git has them. */
    readonly drifted: number;
    /** Workloads whose pods only a restart moves. */
    readonly restarts: number;
    /** The stack's own proxies by cohort, in their order, while cohorts are on their way; else left out. */
    readonly cohorts?: readonly CohortTally[];
    /** Pods on an older proxy than Git has, and the workloads they are of. */
    readonly debt: { readonly workloads: number; readonly pods: number };
}

/** Pods that have the same proxy in the same way. */
export interface ProxyGroup {
    /** How they got it; `elsewhere` in namespaces declared so, `foreign` where nothing in Git says so. */
    readonly mode: DataPlaneMode | "elsewhere" | "foreign";
    readonly version?: string;
    readonly revision: string;
    readonly pods: number;
    readonly ready: number;
}

/** The canaries of a stack's workloads. */
export interface CanarySummary {
    readonly total: number;
    /** Those whose primary runs what Git has, with no analysis under way. */
    readonly promoted: number;
    /** Canaries by phase; `New` where Flagger has not looked at it yet. */
    readonly phases: Readonly<Record<string, number>>;
}

export interface SummarizeClusterArgs {
    readonly expected: ExpectedCluster;
    readonly observed: ObservedCluster;
    readonly findings: readonly HealthFinding[];
}

/** Puts a look and its judgement into figures. Pure. */
export function summarizeCluster(args: SummarizeClusterArgs): ClusterSummary {
    const { expected, observed, findings } = args;
    const namespaceOf = (workload: string): string | undefined => workload.split("/")[0];
    const { gateways = [] } = expected;
    const places = new Set(gateways.map(({ workload }) => namespaceOf(workload)));
    const pins = new Map(gateways.map(({ workload, version }) => [workload, version]));
    const isGateway = ({ workload }: ProxyTally): boolean => places.has(namespaceOf(workload));
    const wanted = ({ workload }: ProxyTally): string => pins.get(workload) ?? wantedFor(workload, expected);
    const old = observed.proxies.filter(
        (tally) => tally.version !== undefined && semver.lt(tally.version, wanted(tally)),
    );
    const about = (kind: HealthFinding["kind"]): number =>
        new Set(findings.filter((finding) => finding.kind === kind).map((finding) => finding.about)).size;
    return {
        controlPlanes: observed.controlPlanes,
        crds: observed.deliveries.find(({ kind, name }) => kind === "HelmRelease" && name === BASE)?.applied,
        gateways: groupsOf(observed.proxies.filter(isGateway), expected),
        proxies: groupsOf(
            observed.proxies.filter((tally) => !isGateway(tally)),
            expected,
        ),
        canaries: canariesOf(args),
        deliveries: observed.deliveries,
        drifted: about("workload"),
        restarts: about("restart"),
        cohorts: tallyCohorts(expected, observed),
        debt: {
            workloads: new Set(old.map(({ workload }) => workload)).size,
            pods: old.reduce((sum, { pods }) => sum + pods, 0),
        },
    };
}

function groupsOf(tallies: readonly ProxyTally[], expected: ExpectedCluster): readonly ProxyGroup[] {
    const groups = new Map<string, ProxyGroup>();
    for (const { workload, version, revision, pods, ready } of tallies) {
        const foreign = elsewhereOf(workload, expected) ? "elsewhere" : "foreign";
        const mode = modeIn(expected, workload) ?? foreign;
        const key = `${mode} ${version} ${revision}`;
        const known = groups.get(key);
        groups.set(key, {
            mode,
            version,
            revision,
            pods: pods + (known?.pods ?? 0),
            ready: ready + (known?.ready ?? 0),
        });
    }
    return [...groups]
        .sort(([a, m], [b, n]) => n.pods - m.pods || compareText(a, b))
        .map(([, group]) => group);
}

function canariesOf({ expected, observed, findings }: SummarizeClusterArgs): CanarySummary {
    const own = observed.canaries.filter(({ target }) => expected.gated.has(target));
    const wrong = new Set(findings.flatMap(({ kind, about }) => (kind === "canary" ? [about] : [])));
    return {
        total: expected.gated.size,
        promoted: own.filter(({ id }) => !wrong.has(id)).length,
        phases: tallyPhases(expected, observed),
    };
}
