import semver from "semver";

import { minorsBetween } from "../kit/version-order";
import type { PinnedPart } from "../settings/pinned-parts";
import type { Evidence } from "./evidence";
import { LONGEST_GAP } from "./extend-evidence";

/**
 * Milliseconds for which a stack was seen to run a version, whole and alive and without a gap; later patches of the same
 * minor carry it on, as for the days of a lock (lifecycle/upgrade/soak.ts).
 *
 * @param until a moment to come, in milliseconds, up to which what the last look saw is taken to go on
 * @returns undefined where it was never seen to run the version
 */
export function verifiedSoak(
    { verified, seen }: Evidence,
    part: PinnedPart,
    version: string,
    until?: number,
): number | undefined {
    const runs = verified.filter((run) => run.part === part);
    const first = runs.findLastIndex((run) => run.version === version);
    const start = runs[first];
    if (!start) return undefined;
    let last = start;
    for (const next of runs.slice(first + 1)) {
        const isLater = semver.gt(next.version, version);
        const isSameMinor = minorsBetween(new semver.SemVer(version), new semver.SemVer(next.version)) === 0;
        if (!isLater || !isSameMinor || Date.parse(next.from) - Date.parse(last.to) > LONGEST_GAP) break;
        last = next;
    }
    const end = Date.parse(last.to);
    return (until !== undefined && last.to === seen ? Math.max(end, until) : end) - Date.parse(start.from);
}
