import { type Sample, skewFaults } from "../../test/support/skew-watch";

/** Phases in which Flagger has a canary under analysis: its pods run beside the primary's. */
const UNDER_WAY = new Set(["Progressing", "Waiting", "WaitingPromotion", "Promoting", "Finalising"]);

/** What a cluster showed at one moment. */
export interface Look extends Sample {
    /** How many canaries are in each phase. */
    readonly phases: Readonly<Record<string, number>>;
    /** Workloads whose own template has the new proxy: those whose cohort has moved. */
    readonly moved: number;
}

/** What may not be passed. */
export interface Limits {
    /** Analyses at once. */
    readonly maxAnalyses: number;
    /** Canaries that may fail. */
    readonly failureBudget: number;
}

/** Canaries under analysis. */
export function analysesOf({ phases }: Pick<Look, "phases">): number {
    return Object.entries(phases).reduce(
        (sum, [phase, count]) => sum + (UNDER_WAY.has(phase) ? count : 0),
        0,
    );
}

/** Canaries that have failed. */
export function failedOf({ phases }: Pick<Look, "phases">): number {
    return phases["Failed"] ?? 0;
}

/**
 * Holds one look after the other against the rules of a night. How many canaries fail together nobody can know before they
 * have: what a budget says is that no workload moves on once more have failed.
 */
export class Rules {
    private movedAtHalt: number | undefined;

    public constructor(private readonly limits: Limits) {}

    /** What a look breaks, as sentences without their full stop. */
    public broken(look: Look): readonly string[] {
        const { maxAnalyses, failureBudget } = this.limits;
        const faults = [...skewFaults(look)];
        const analyses = analysesOf(look);
        if (analyses > maxAnalyses)
            faults.push(`${analyses} analyses are under way, and ${maxAnalyses} may be`);
        const failed = failedOf(look);
        if (failed <= failureBudget) this.movedAtHalt = undefined;
        else if (look.moved > (this.movedAtHalt ??= look.moved))
            faults.push(
                `${look.moved - this.movedAtHalt} workloads moved on after ${failed} canaries had failed`,
            );
        return faults;
    }
}
