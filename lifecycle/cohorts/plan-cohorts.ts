import type { CohortSettings } from "../settings/settings";
import { type Group, type Place, GROUPS, WHOLE, percentOf, placeText, startOf } from "./place";
import { spread } from "./spread";

/** A workload, as far as its cohort depends on it. */
export interface CohortMember {
    /** `namespace/Kind/name` */
    readonly id: string;
    /** Folder below `apps/`. */
    readonly app: string;
    /** Whether a canary analyses it. */
    readonly isGated: boolean;
    /** Services it needs, by whatever name: those that share one are spread over cohorts. */
    readonly needs: readonly string[];
}

/** Workloads that move together. */
export interface Cohort {
    /** As a lock writes it: `first`, `12.5%`, `last`. */
    readonly through: string;
    /** Those before it have moved when this cohort has. */
    readonly end: Place;
    /** Ids, sorted. */
    readonly workloads: readonly string[];
    /** Of these, those that a canary analyses. */
    readonly analyses: number;
}

/** The cohorts of a stack, in their order. */
export interface CohortPlan {
    /** None is empty. */
    readonly cohorts: readonly Cohort[];
    /** Place of every workload. */
    readonly places: ReadonlyMap<string, Place>;
    /** Services all of whose dependants move together, because there is no second cohort they could be in. Sorted. */
    readonly crowded: readonly string[];
}

/** Halvings of an interval: more workloads than any cluster has would be needed for more. */
const MOST_CUTS = 30;

/**
 * Which workload moves when: a function of settings, names and manifests alone.
 *
 * A cohort with more canaries than may be analysed at once is halved, by places and not by counts: whatever comes or goes,
 * the order stays, and with it what has moved.
 */
export function planCohorts(settings: CohortSettings, members: readonly CohortMember[]): CohortPlan {
    const own = new Map(members.map((member) => [member.id, ownPlace(settings, member)]));
    let ends = firstEnds(settings);
    for (;;) {
        const spreaded = spread({ members, own, ends, movable: restOnly });
        const cohorts = cohortsOf(members, spreaded.places, ends);
        const large = cohorts.filter(({ analyses }) => analyses > settings.maxAnalyses).map(({ end }) => end);
        const cut = ends.flatMap((end, index) => {
            const start = ends[index - 1] ?? 0;
            const canCut = large.includes(end) && end - start > WHOLE / 2 ** MOST_CUTS;
            return canCut ? [start + (end - start) / 2, end] : [end];
        });
        if (cut.length === ends.length)
            return { cohorts: cohorts.filter(({ workloads }) => workloads.length > 0), ...spreaded };
        ends = cut;
    }
}

function restOnly(place: Place): boolean {
    return place >= startOf("rest") && place < startOf("last");
}

function ownPlace(settings: CohortSettings, { id, app }: CohortMember): Place {
    return startOf(groupOf(settings, id, app)) + percentOf(id);
}

/** What names the workload itself goes before what names its application. */
function groupOf({ first, last, except }: CohortSettings, id: string, app: string): Group {
    const excepted = except.map(({ workload }) => workload);
    for (const name of [id, app]) {
        if (excepted.includes(name)) return "except";
        if (last.includes(name)) return "last";
        if (first.includes(name)) return "first";
    }
    return "rest";
}

/** Ends of the cohorts before any is cut. */
function firstEnds({ shares }: CohortSettings): readonly Place[] {
    return GROUPS.flatMap((group) => {
        const parts = group === "rest" ? [...new Set([...shares, WHOLE])] : [WHOLE];
        return parts.map((part) => startOf(group) + part);
    });
}

function cohortsOf(
    members: readonly CohortMember[],
    places: ReadonlyMap<string, Place>,
    ends: readonly Place[],
): readonly Cohort[] {
    const found = ends.map((end) => ({ end, workloads: [] as string[], analyses: 0 }));
    for (const { id, isGated } of members) {
        const cohort = found[cohortAt(ends, places.get(id) ?? 0)];
        if (!cohort) continue;
        cohort.workloads.push(id);
        if (isGated) cohort.analyses += 1;
    }
    return found.map(({ end, workloads, analyses }) => ({
        through: placeText(end),
        end,
        workloads: workloads.sort(),
        analyses,
    }));
}

/** Index of the cohort a place lies in. */
export function cohortAt(ends: readonly Place[], place: Place): number {
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
        const middle = (low + high) >> 1;
        if (place < (ends[middle] ?? 0)) high = middle;
        else low = middle + 1;
    }
    return low;
}
