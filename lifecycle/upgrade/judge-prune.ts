import { revisionName } from "../mesh/revision";
import type { Pin } from "../stack/lock";
import { DAY, dayStart } from "../versions/day";
import { parseDuration } from "../versions/duration";
import { type WaveVerdict, whenOver } from "./waves";

export interface PruneArgs {
    /** Exact version of the revision that is to go. */
    readonly retiring: string;
    /** What the proxies are pinned to now; they move since the day of it. */
    readonly proxies: Pin;
    /** Time a version must live in an earlier wave, of this stack, `7d`: its proxies get as long, and a day at least. */
    readonly soak: string;
    /** The moment that is asked about, in milliseconds. */
    readonly at: number;
    /** Faults of what runs now that the step after this one mends: then a day is enough. */
    readonly mends: readonly string[];
}

/**
 * Whether a retired revision may go. No cluster is asked, so time has to do: the proxies have been on the way for the
 * soak. Whoever merges the pull request looks at the rest, and is told what at.
 */
export function judgePrune({ retiring, proxies, soak, at, mends }: PruneArgs): WaveVerdict {
    const wanted = Math.max(DAY, parseDuration(soak));
    const moved = dayStart(proxies.since) ?? Infinity;
    const look = `no cluster was asked: before it is merged, every canary must have been promoted and no pod run the proxy ${retiring}`;
    if (at >= moved + wanted) return { reasons: [], warnings: [look] };
    const text = wanted > DAY ? soak : "1d";
    if (mends.length > 0 && at >= moved + DAY) {
        const lifted = `the soak of ${text} is lifted, and a day is enough: the next step mends ${mends.join(", ")}`;
        return { reasons: [], warnings: [lifted, look] };
    }
    const over = moved + (mends.length > 0 ? DAY : wanted);
    const held = `the proxies move to ${proxies.version} since ${proxies.since}, and the soak of ${mends.length > 0 ? "1d" : text} is over ${whenOver(over)}`;
    return {
        reasons: [`revision ${revisionName(retiring)} stays until its proxies are gone: ${held}`],
        warnings: [],
    };
}
