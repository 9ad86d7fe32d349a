import semver from "semver";

import { compareText } from "../kit/compare-text";
import type { Evidence } from "../evidence/evidence";
import type { EvidenceBook } from "../evidence/evidence-book";
import { dayStart, daysBetween, endOf, momentText } from "../kit/day";
import type { DecideArgs } from "../upgrade/decision";
import { type Concern, concernOf } from "./concerns";
import { type LastUpgrade, type PastLook, type VersionCount, lastUpgrade, newer } from "./last-upgrade";
import { type StackStatus, stackStatus } from "./stack-status";

/** A fleet on a day, as a person wants to see it in the morning. Plain data: pages and comments are made of it. */
export interface FleetReport {
    /** `2026-11-28T06:00:00Z` */
    readonly at: string;
    /** Day of the catalog. */
    readonly catalog: string;
    /** By wave, then by name. */
    readonly stacks: readonly StackReport[];
    /** Pods by version of their proxy, newest first, over every stack that was seen. */
    readonly proxies: readonly VersionCount[];
    /** Canaries of all stacks by phase, as they were seen last. */
    readonly canaries: Readonly<Record<string, number>>;
    /** Null where no stack has ever moved. */
    readonly upgrade: LastUpgrade | null;
}

export interface StackReport extends StackStatus {
    readonly concern: Concern;
    /** Days since each pin was taken, and to the end of its support, in the order of the pins; null where nobody knows. */
    readonly ages: readonly PinAge[];
    /** What was seen of its cluster last; null where nothing was. */
    readonly seen: Pick<
        Evidence,
        "seen" | "way" | "health" | "findings" | "failed" | "proxies" | "canaries" | "cohorts"
    > | null;
    /** Pods on an older proxy than the pinned one. */
    readonly debt: number;
}

export interface PinAge {
    readonly days: number | null;
    readonly left: number | null;
}

export interface FleetReportArgs {
    /** What a decision about each stack depends on; fleet, catalog, moment and evidence are the same for all. */
    readonly stacks: readonly DecideArgs[];
    readonly evidence: EvidenceBook;
    /** What was seen of the fleet during the last upgrade, oldest first. @default nothing: then pins tell of it */
    readonly looks?: readonly PastLook[];
}

/** Everything a page about a fleet says. Pure. */
export function fleetReport({ stacks, evidence, looks }: FleetReportArgs): FleetReport {
    const [first] = stacks;
    const found = stacks
        .map((args) => stackReport(args, evidence.seen.get(args.settings.stack)))
        .sort((a, b) => a.wave - b.wave || compareText(a.stack, b.stack));
    const until = first?.at.time ?? 0;
    const locks = stacks.flatMap(({ lock }) => (lock ? [lock] : []));
    return {
        at: momentText(until),
        catalog: first?.catalog.date ?? "",
        stacks: found,
        proxies: podsByVersion(found.flatMap(({ seen }) => seen?.proxies ?? [])),
        canaries: canariesByPhase(found),
        upgrade: lastUpgrade({ locks, until, looks }) ?? null,
    };
}

/** Pods by version of their proxy, newest first. */
export function podsByVersion(proxies: Evidence["proxies"]): readonly VersionCount[] {
    const counts = new Map<string, number>();
    for (const { version = "unknown", pods } of proxies)
        counts.set(version, (counts.get(version) ?? 0) + pods);
    return [...counts].map(([version, count]) => ({ version, count })).sort(newer);
}

function canariesByPhase(stacks: readonly StackReport[]): Readonly<Record<string, number>> {
    const phases: Record<string, number> = {};
    for (const { seen } of stacks)
        for (const [phase, count] of Object.entries(seen?.canaries ?? {}))
            phases[phase] = (phases[phase] ?? 0) + count;
    return phases;
}

function stackReport(args: DecideArgs, evidence: Evidence | undefined): StackReport {
    const status = stackStatus(args);
    const pinned = args.lock?.istio.proxies.version;
    const ages = status.pins.map((pin) => ageOf(pin, args.at.time));
    const old = (evidence?.proxies ?? []).filter(
        ({ version }) => version !== undefined && pinned !== undefined && semver.lt(version, pinned),
    );
    return {
        ...status,
        concern: concernOf({ status, left: ages.map(({ left }) => left), seen: evidence }),
        ages,
        seen: evidence ? seenOf(evidence) : null,
        debt: old.reduce((sum, { pods }) => sum + pods, 0),
    };
}

function ageOf({ since, ends }: StackStatus["pins"][number], time: number): PinAge {
    const start = dayStart(since);
    // "2027-02 (expected)": what is expected is counted like what is certain, and shown as it is.
    const end = ends === null ? undefined : endOf(ends.split(" ", 1)[0] ?? "");
    return {
        days: start === undefined ? null : Math.max(0, daysBetween(start, time)),
        left: end === undefined ? null : daysBetween(time, end),
    };
}

function seenOf(evidence: Evidence): StackReport["seen"] {
    const { seen, way, health, findings, failed, proxies, canaries, cohorts } = evidence;
    return { seen, way, health, findings, failed, proxies, canaries, cohorts };
}
