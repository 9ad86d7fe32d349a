import { compareText } from "../kit/compare-text";
import type { Place } from "./place";
import { type CohortMember, cohortAt } from "./plan-cohorts";

export interface SpreadArgs {
    readonly members: readonly CohortMember[];
    /** Place of each workload by its name alone. */
    readonly own: ReadonlyMap<string, Place>;
    /** Ends of the cohorts, ascending. */
    readonly ends: readonly Place[];
    /** Whether what stands at a place may be moved: nobody moves what a person has put somewhere. */
    readonly movable: (place: Place) => boolean;
}

export interface Spread {
    readonly places: ReadonlyMap<string, Place>;
    /** Services whose dependants could not be spread, sorted. */
    readonly crowded: readonly string[];
}

/**
 * Where all dependants of a service stand in one cohort, one of them goes to the next, or to the one before: a proxy that
 * is bad for what they have in common must not meet all of them at once. That one is chosen by its place, the last first, so
 * that a workload moves at most what shares a service with it.
 */
export function spread({ members, own, ends, movable }: SpreadArgs): Spread {
    const places = new Map(own);
    const needs = new Map(members.map((member) => [member.id, member.needs]));
    const services = dependantsOf(members);
    const at = (id: string): number => cohortAt(ends, places.get(id) ?? 0);
    const counts = new Map([...services].map(([service, ids]) => [service, countBy(ids, at)]));
    const isCrowded = (service: string): boolean => counts.get(service)?.size === 1;
    const shift = (id: string, place: Place): void => {
        const [before, after] = [at(id), cohortAt(ends, place)];
        places.set(id, place);
        for (const service of needs.get(id) ?? []) {
            const count = counts.get(service);
            if (!count) continue;
            const left = (count.get(before) ?? 0) - 1;
            if (left > 0) count.set(before, left);
            else count.delete(before);
            count.set(after, (count.get(after) ?? 0) + 1);
        }
    };
    for (const [service, ids] of services) {
        if (!isCrowded(service)) continue;
        const candidates = ids
            .filter((id) => movable(places.get(id) ?? 0))
            .sort((a, b) => (places.get(b) ?? 0) - (places.get(a) ?? 0) || compareText(a, b));
        for (const id of candidates) {
            if (relieve(id, service)) break;
        }
    }
    return { places, crowded: [...services.keys()].filter(isCrowded) };

    /** Moves a workload by a cohort where that crowds no other service. */
    function relieve(id: string, service: string): boolean {
        const place = places.get(id) ?? 0;
        const index = at(id);
        const neighbours = [ends[index], ends[index - 2] ?? 0].filter(
            (start): start is Place =>
                start !== undefined && movable(start) && cohortAt(ends, start) !== index,
        );
        const crowded = (needs.get(id) ?? []).filter(isCrowded).length;
        for (const start of neighbours) {
            shift(id, start);
            if (!isCrowded(service) && (needs.get(id) ?? []).filter(isCrowded).length < crowded) return true;
            shift(id, place);
        }
        return false;
    }
}

/** Services with two dependants at least, by name. */
function dependantsOf(members: readonly CohortMember[]): ReadonlyMap<string, readonly string[]> {
    const found = new Map<string, string[]>();
    for (const { id, needs } of members) {
        for (const service of new Set(needs)) {
            const ids = found.get(service) ?? [];
            ids.push(id);
            found.set(service, ids);
        }
    }
    return new Map([...found].filter(([, ids]) => ids.length > 1).sort(([a], [b]) => compareText(a, b)));
}

function countBy(ids: readonly string[], keyOf: (id: string) => number): Map<number, number> {
    const counts = new Map<number, number>();
    for (const id of ids) counts.set(keyOf(id), (counts.get(keyOf(id)) ?? 0) + 1);
    return counts;
}
