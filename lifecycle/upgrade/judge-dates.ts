import type { Lock, Pin } from "../settings/lock";
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
    const { istio, flux, flagger } = lock;
    const pins: readonly (readonly [path: readonly string[], pin: Pin])[] = [
        [["istio", "controlPlane"], istio.controlPlane],
        [["istio", "proxies"], istio.proxies],
        [["flux", "distribution"], flux.distribution],
        [["flux", "operator"], flux.operator],
        [["flagger", "release"], flagger.release],
    ];
    const days = [
        ...pins.map(([path, { since }]) => [[...path, "since"], since] as const),
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
