import type { ExpectedCluster } from "./expected";
import type { ObservedCluster, ProxyTally } from "./observed";
import { podsBy } from "./tally-proxies";

/** Pods of workloads that move together. */
export interface CohortTally {
    /** As the lock writes it: `first`, `20%`, `last`. */
    readonly through: string;
    readonly workloads: number;
    /** Whether Git has the next proxy for them. */
    readonly hasMoved: boolean;
    /** Pods by version of their proxy, the most first; `?` where images do not tell. */
    readonly pods: Readonly<Record<string, number>>;
}

/** A stack's own proxies by cohort, in their order; undefined where none is on its way. */
export function tallyCohorts(
    { cohorts, ahead }: Pick<ExpectedCluster, "cohorts" | "ahead">,
    { proxies }: Pick<ObservedCluster, "proxies">,
): readonly CohortTally[] | undefined {
    if (!cohorts) return undefined;
    const cohortOf = new Map(
        cohorts.flatMap(({ through, workloads }) => workloads.map((id) => [id, through])),
    );
    const tallies = new Map<string, ProxyTally[]>();
    for (const tally of proxies) {
        const { workload } = tally;
        const through = cohortOf.get(workload) ?? cohortOf.get(workload.replace(/-primary$/, ""));
        if (through === undefined) continue;
        const known = tallies.get(through);
        if (known) known.push(tally);
        else tallies.set(through, [tally]);
    }
    return cohorts.map(({ through, workloads }) => ({
        through,
        workloads: workloads.length,
        hasMoved: workloads.every((id) => ahead?.workloads.has(id)),
        pods: Object.fromEntries(podsBy(tallies.get(through) ?? [], ({ version = "?" }) => version)),
    }));
}

/** Canaries of a stack's workloads by phase; `New` where Flagger has not looked at one yet. */
export function tallyPhases(
    { gated }: Pick<ExpectedCluster, "gated">,
    { canaries }: Pick<ObservedCluster, "canaries">,
): Readonly<Record<string, number>> {
    const phases: Record<string, number> = {};
    for (const { target, phase = "New" } of canaries)
        if (gated.has(target)) phases[phase] = (phases[phase] ?? 0) + 1;
    return phases;
}
