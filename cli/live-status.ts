import { movedWorkloads, stackCohorts } from "../lifecycle/cohorts/stack-cohorts";
import { manifestReader } from "../adapters/files/manifest-source";
import { readSettings } from "../adapters/files/settings-source";
import { readStack } from "../adapters/files/stack-source";
import { findLock } from "../adapters/files/update-store";
import { cleanCommit } from "../adapters/git/clean-commit-source";
import { inParallel } from "../adapters/http/in-parallel";
import { lookAtCluster } from "../adapters/kubernetes/observe-source";
import type { Evidence, EvidenceWay } from "../lifecycle/evidence/evidence";
import { extendEvidence } from "../lifecycle/evidence/extend-evidence";
import { WindlassError } from "../lifecycle/kit/errors";
import { expectCluster } from "../lifecycle/observed/expect-cluster";
import type { ExpectedCluster } from "../lifecycle/observed/expected";
import { type HealthFinding, type HealthLevel, healthOf } from "../lifecycle/observed/health-finding";
import { judgeCluster } from "../lifecycle/observed/judge-cluster";
import { type Restart, planRestarts } from "../lifecycle/observed/plan-restarts";
import { type ClusterSummary, summarizeCluster } from "../lifecycle/observed/summarize-cluster";
import { momentText } from "../lifecycle/kit/day";
import type { Lock } from "../lifecycle/settings/lock";
import { lockFileName } from "../lifecycle/settings/lock-parse";
import { settingsFile } from "../lifecycle/settings/settings-parse";
import { sidecarsFile } from "../adapters/files/sidecars-store";
import type { CommandContext } from "./command";

/** Clusters that are looked at at once. */
const AT_ONCE = 6;

/** A stack whose cluster can be looked at, and what Git has for it. */
export interface ObservableStack {
    readonly stack: string;
    readonly context: string;
    readonly lock: Lock;
    /** Canaries that may fail without a hold on their version. @default 0 */
    readonly failureBudget?: number | undefined;
    readonly expected: ExpectedCluster;
    /** Commit its files are as in; undefined where they were changed since, or outside of a repository. */
    readonly commit?: string;
}

/** What a look at a cluster came to. */
export interface LiveStatus {
    /** `2026-11-28T13:30:00Z` */
    readonly seen: string;
    readonly way: EvidenceWay;
    /** Context of the kubeconfig it was seen by. */
    readonly context?: string;
    /** Commit that Flux has told the forge of. */
    readonly commit?: string;
    readonly health: HealthLevel | "healthy" | "unreachable";
    /** Why nothing is known of it. */
    readonly unreachable?: string;
    readonly summary?: ClusterSummary;
    readonly findings: readonly HealthFinding[];
}

/** A look, and what is known after it; undefined where nothing was seen. */
export interface StackLook {
    readonly live: LiveStatus;
    readonly extend?: (before: Evidence | undefined) => Evidence;
    /** What only a restart brings to its proxy; undefined where nothing was seen. */
    readonly restarts?: readonly Restart[];
}

/** What can be looked at, and what is wrong with the files of what cannot. */
export interface Observable {
    readonly stacks: readonly ObservableStack[];
    readonly errors: readonly WindlassError[];
}

/** Reads what Git has for each stack whose settings name a context of the kubeconfig. */
export async function readObservable(
    { root, signal }: Pick<CommandContext, "root" | "signal">,
    names: readonly string[],
): Promise<Observable> {
    const reader = manifestReader(root);
    const stacks: ObservableStack[] = [];
    const errors: WindlassError[] = [];
    for (const stack of names) {
        signal.throwIfAborted();
        try {
            const settings = readSettings(root, stack);
            const { context } = settings.cluster;
            // A stack without a lock runs nothing yet.
            if (context === undefined || findLock(root, stack).lock === undefined) continue;
            const { lock, workloads, manifests } = readStack(root, settings, reader);
            const files = [settingsFile(stack), lockFileName(stack), sidecarsFile(stack)];
            const apps = settings.workloads.apps.map((app) => `apps/${app}`);
            stacks.push({
                stack,
                context,
                lock,
                failureBudget: settings.workloads.cohorts?.failureBudget,
                expected: expectCluster({
                    settings,
                    lock,
                    workloads,
                    moved: movedWorkloads(lock, { settings, manifests }),
                    cohorts: lock.istio.proxies.next && stackCohorts({ settings, manifests }).cohorts,
                }),
                commit: await cleanCommit({ root, paths: [...files, ...apps], signal }),
            });
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            errors.push(error);
        }
    }
    return { stacks, errors };
}

/** Looks at the clusters of stacks, several at once; one that cannot be reached is told as that. */
export async function lookAtStacks(
    { terminal, signal }: Pick<CommandContext, "terminal" | "signal">,
    stacks: readonly ObservableStack[],
): Promise<ReadonlyMap<string, StackLook>> {
    const looks = new Map<string, StackLook>();
    const say = (): void =>
        terminal.progress(`looking at clusters: ${looks.size} of ${stacks.length} have answered`);
    say();
    await inParallel(stacks, AT_ONCE, async (stack) => {
        looks.set(stack.stack, await lookAt(stack, signal));
        say();
    });
    return looks;
}

async function lookAt(observable: ObservableStack, signal: AbortSignal): Promise<StackLook> {
    const { stack, context, lock, failureBudget, expected, commit } = observable;
    const answer = await lookAtCluster({ context, signal });
    const at = Date.now();
    const when = { seen: momentText(at), way: "cluster", context } as const;
    if ("unreachable" in answer) {
        const { unreachable } = answer;
        return { live: { ...when, health: "unreachable", unreachable, findings: [] } };
    }
    const { observed } = answer;
    const findings = judgeCluster(expected, observed);
    const summary = summarizeCluster({ expected, observed, findings });
    return {
        live: { ...when, health: healthOf(findings), summary, findings },
        extend: (before) =>
            extendEvidence(before, { stack, at, lock, commit, failureBudget, expected, observed, findings }),
        restarts: planRestarts(expected, observed),
    };
}
