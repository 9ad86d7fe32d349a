import semver from "semver";

import { compareText } from "../kit/compare-text";
import { DAY, dayStart, momentText } from "../kit/day";
import type { Lock } from "../settings/lock";

/** Pods or stacks that have a proxy. */
export interface VersionCount {
    readonly version: string;
    readonly count: number;
}

/** Pods by proxy over the whole fleet, as they were seen by a moment. */
export interface PastLook {
    /** Milliseconds since 1970. */
    readonly time: number;
    readonly proxies: readonly VersionCount[];
}

/** The last upgrade of the proxies, from the day before it began until now. */
export interface LastUpgrade {
    /** Version it goes to. */
    readonly to: string;
    /** What is counted: pods that were seen, or, where too little was, stacks by what they pin. */
    readonly unit: "pods" | "stacks";
    /** Oldest first. */
    readonly versions: readonly string[];
    /** Oldest first, from the first moment to the last; counts are in the order of the versions. */
    readonly points: readonly { readonly at: string; readonly counts: readonly number[] }[];
}

/** Which upgrade was the last, and in which time it happened. */
export interface UpgradeSpan {
    readonly to: string;
    /** Milliseconds since 1970: a day before the first stack moved, and now. */
    readonly from: number;
    readonly until: number;
}

/** The last upgrade of the proxies, as locks remember it; undefined where no stack has ever moved. */
export function upgradeSpan(locks: readonly Lock[], until: number): UpgradeSpan | undefined {
    const moves = locks.flatMap((lock) => proxiesOf(lock).slice(1));
    const [last] = moves.sort((a, b) => (a.since < b.since ? 1 : a.since > b.since ? -1 : newer(a, b)));
    if (!last) return undefined;
    const days = moves.filter(({ version }) => version === last.version).map(({ since }) => since);
    const first = dayStart(days.sort()[0] ?? last.since) ?? until;
    return { to: last.version, from: Math.min(first, until) - DAY, until };
}

export interface LastUpgradeArgs {
    readonly locks: readonly Lock[];
    /** Now, in milliseconds since 1970. */
    readonly until: number;
    /** What was seen meanwhile, oldest first. @default nothing */
    readonly looks?: readonly PastLook[];
}

/** How the last upgrade went; undefined where no stack has ever moved. Pure. */
export function lastUpgrade({ locks, until, looks = [] }: LastUpgradeArgs): LastUpgrade | undefined {
    const span = upgradeSpan(locks, until);
    if (!span) return undefined;
    const seen = looks.filter(
        ({ time, proxies }) => time >= span.from && time <= until && proxies.length > 0,
    );
    const isSeen = seen.length > 1;
    const samples = isSeen ? seen : pinnedOver(locks, span);
    const versions = [...new Set(samples.flatMap(({ proxies }) => proxies.map(({ version }) => version)))];
    versions.sort((a, b) => newer({ version: b }, { version: a }));
    return {
        to: span.to,
        unit: isSeen ? "pods" : "stacks",
        versions,
        points: samples.map(({ time, proxies }) => ({
            at: momentText(time),
            counts: versions.map((version) => countOf(proxies, version)),
        })),
    };
}

/** Stacks by the version of the proxies they pin: before, on each day on which any moved, and now. */
function pinnedOver(locks: readonly Lock[], { from, until }: UpgradeSpan): readonly PastLook[] {
    const runs = locks.map((lock) =>
        proxiesOf(lock).map(({ version, since }) => ({ version, from: dayStart(since) ?? 0 })),
    );
    const days = runs.flat().map((pin) => pin.from);
    const times = [...new Set([from, ...days.filter((day) => day > from && day < until), until])];
    return times
        .sort((a, b) => a - b)
        .map((time) => {
            const pins = runs.flatMap((run) => run.findLast((pin) => pin.from <= time) ?? []);
            return { time, proxies: pins.map(({ version }) => ({ version, count: 1 })) };
        });
}

/** What the proxies were pinned to, oldest first, the present pin last. */
function proxiesOf({ istio, history = [] }: Lock): readonly { version: string; since: string }[] {
    return [...history.filter(({ part }) => part === "proxies"), istio.proxies];
}

function countOf(proxies: readonly VersionCount[], version: string): number {
    return proxies.reduce((sum, each) => sum + (each.version === version ? each.count : 0), 0);
}

/** Order of versions, newest first; what is no version comes last. */
export function newer(
    { version: a }: { readonly version: string },
    { version: b }: { readonly version: string },
): number {
    if (semver.valid(a) && semver.valid(b)) return semver.rcompare(a, b);
    return Number(!semver.valid(a)) - Number(!semver.valid(b)) || compareText(a, b);
}
