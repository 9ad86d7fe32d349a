import type { EvidenceBook } from "../evidence/evidence-book";
import type { Evidence } from "../evidence/evidence";
import { daysBetween, dayStart, endOf, momentText } from "../kit/day";
import type { Lock } from "../settings/lock";
import type { DecideArgs } from "../upgrade/decision";
import semver from "semver";
import { type StackStatus, stackStatus } from "./stack-status";

/** A fleet on a day, as a person wants to see it in the morning. Plain data: pages and comments are made of it. */
export interface FleetReport {
    /** `2026-11-28T06:00:00Z` */
    readonly at: string;
    /** Day of the catalog. */
    readonly catalog: string;
    readonly stacks: readonly StackReport[];
    /** Pods by version of their proxy, newest first, over every stack that was seen. */
    readonly proxies: readonly VersionCount[];
    /** Stacks by the version of the proxies they pin, from day to day. */
    readonly history: readonly HistoryPoint[];
}

export interface StackReport extends StackStatus {
    /** Days since each pin was taken, and to the end of its support, in the order of the pins; null where nobody knows. */
    readonly ages: readonly { readonly days: number | null; readonly left: number | null }[];
    /** What was seen of its cluster last; null where nothing was. */
    readonly seen: Pick<Evidence, "seen" | "way" | "health" | "findings" | "failed" | "proxies"> | null;
    /** Pods on an older proxy than the pinned one. */
    readonly debt: number;
}

export interface VersionCount {
    readonly version: string;
    readonly pods: number;
}

export interface HistoryPoint {
    readonly day: string;
    readonly version: string;
    readonly stacks: number;
}

export interface FleetReportArgs {
    /** What a decision about each stack depends on; fleet, catalog, moment and evidence are the same for all. */
    readonly stacks: readonly DecideArgs[];
    readonly evidence: EvidenceBook;
}

/** Everything a page about a fleet says. Pure. */
export function fleetReport({ stacks, evidence }: FleetReportArgs): FleetReport {
    const [first] = stacks;
    const found = stacks
        .map((args) => stackReport(args, evidence.seen.get(args.settings.stack)))
        .sort((a, b) => a.wave - b.wave || (a.stack < b.stack ? -1 : 1));
    return {
        at: momentText(first?.at.time ?? 0),
        catalog: first?.catalog.date ?? "",
        stacks: found,
        proxies: countVersions(found),
        history: historyOf(stacks.flatMap(({ lock }) => (lock ? [lock] : []))),
    };
}

function stackReport(args: DecideArgs, evidence: Evidence | undefined): StackReport {
    const status = stackStatus(args);
    const { time } = args.at;
    const pinned = args.lock?.istio.proxies.version;
    const ages = status.pins.map(({ since, ends }) => {
        const [start, end] = [
            dayStart(since),
            ends === null ? undefined : endOf(ends.split(" ", 1)[0] ?? ""),
        ];
        return {
            days: start === undefined ? null : Math.max(0, daysBetween(start, time)),
            left: end === undefined ? null : daysBetween(time, end),
        };
    });
    const old = (evidence?.proxies ?? []).filter(
        ({ version }) => version !== undefined && pinned !== undefined && semver.lt(version, pinned),
    );
    const { seen, way, health, findings, failed, proxies } = evidence ?? {};
    return {
        ...status,
        ages,
        seen: evidence ? ({ seen, way, health, findings, failed, proxies } as StackReport["seen"]) : null,
        debt: old.reduce((sum, { pods }) => sum + pods, 0),
    };
}

function countVersions(stacks: readonly StackReport[]): readonly VersionCount[] {
    const counts = new Map<string, number>();
    for (const { version = "unknown", pods } of stacks.flatMap(({ seen }) => seen?.proxies ?? []))
        counts.set(version, (counts.get(version) ?? 0) + pods);
    return [...counts]
        .sort(([a], [b]) => (semver.valid(a) && semver.valid(b) ? semver.rcompare(a, b) : a < b ? -1 : 1))
        .map(([version, pods]) => ({ version, pods }));
}

/** Stacks by the version of their proxies on each day on which any of them moved, as locks remember it. */
function historyOf(locks: readonly Lock[]): readonly HistoryPoint[] {
    const runs = locks.map(({ istio, history = [] }) => [
        ...history.filter(({ part }) => part === "proxies"),
        istio.proxies,
    ]);
    const days = [...new Set(runs.flat().map(({ since }) => since))].sort();
    return days.flatMap((day) => {
        const counts = new Map<string, number>();
        for (const run of runs) {
            const pin = run.findLast(({ since }) => since <= day);
            if (pin) counts.set(pin.version, (counts.get(pin.version) ?? 0) + 1);
        }
        return [...counts].map(([version, stacks]) => ({ day, version, stacks }));
    });
}
