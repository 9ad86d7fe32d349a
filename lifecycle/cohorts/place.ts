import { createHash } from "node:crypto";

/**
 * Where a workload stands in the order in which proxies move: its group in whole hundreds, and within that its percent.
 * What has moved is what stands before a place: so a cohort is one number however many workloads it has, and one that is
 * added or taken away moves no other.
 */
export type Place = number;

/** Groups in the order they move. `rest` has no name in a lock: `12.5%` is meant of it. */
export const GROUPS = ["first", "rest", "last", "except"] as const;
export type Group = (typeof GROUPS)[number];

/** Size of a group on the scale. */
export const WHOLE = 100;

/** Where a group begins. */
export function startOf(group: Group): Place {
    return GROUPS.indexOf(group) * WHOLE;
}

/**
 * Percent of a group that a workload stands behind, from its name alone: 48 bits of SHA-256 of `namespace/Kind/name`, which
 * spread names that differ in one letter as well as any.
 */
export function percentOf(id: string): number {
    const bits = createHash("sha256").update(id).digest().readUIntBE(0, 6);
    return (bits / 2 ** 48) * WHOLE;
}

/** How a lock says how far the proxies have come: `first`, `5%`, `12.5%` of the rest, `100%`, `last 50%`, `last`, `except`. */
export function placeText(place: Place): string {
    const index = Math.max(0, Math.ceil(place / WHOLE) - 1);
    const group = GROUPS[index] ?? "except";
    const percent = place - index * WHOLE;
    if (group === "rest") return `${percent}%`;
    return percent === WHOLE ? group : `${group} ${percent}%`;
}

/** How far the proxies have come, with none on the way at 0. */
export function reachedPlace(next: { readonly through: string } | undefined): Place {
    return next === undefined ? 0 : placeOf(next.through);
}

/**
 * Undoes {@link placeText}.
 *
 * @throws Error for a text that no lock may hold
 */
export function placeOf(through: string): Place {
    const match = /^(?:(first|last|except) ?)?(?:([\d.]+)%)?$/.exec(through);
    if (!match || through === "") throw new Error(`no place in the order of cohorts: ${through}`);
    const [, group = "rest", percent] = match;
    return startOf(group as Group) + (percent === undefined ? WHOLE : Number(percent));
}
