import type { Lock } from "../settings/lock";
import { partsOf, pinOf, pinPath } from "../settings/pins";
import { dayOf } from "../kit/day";

/** A day in a lock that cannot be. */
export interface DateFinding {
    /** Keys down to it: `["istio", "proxies", "since"]`. */
    readonly path: readonly string[];
    /** `2027-01-01` */
    readonly day: string;
    /** One sentence without its full stop. */
    readonly reason: string;
}

/**
 * Days of a lock that lie in the future. `update` writes the day it runs on; a day that is still to come would hold later
 * waves up, and a catalog of one has never been.
 *
 * @param now - the moment it is held against, in milliseconds
 */
export function futureDays(lock: Lock, now: number): readonly DateFinding[] {
    const today = dayOf(now);
    const days = [
        ...partsOf(lock).map((part) => [[...pinPath(part), "since"], pinOf(lock, part).since] as const),
        ...(lock.history ?? []).map(
            ({ until }, index) => [["history", String(index), "until"], until] as const,
        ),
        [["catalog"], lock.catalog] as const,
    ];
    return days.flatMap(([path, day]) => {
        if (day <= today) return [];
        const what =
            path[0] === "catalog"
                ? "no catalog is of a day to come"
                : "nothing has been pinned since a day to come";
        return [{ path, day, reason: `it lies in the future of ${today}: ${what}` }];
    });
}
