import semver from "semver";

import { partName } from "../settings/pins";
import type { UpgradeStrategy } from "../settings/settings";
import { REACH, reachWords, skewBreach, stepWords } from "../versions/skew-rule";
import { minorsBetween } from "../kit/version-order";

/** The versions of a lock. */
export interface MeshVersions {
    readonly controlPlane: string;
    readonly proxies: string;
    /** Version of every gateway, by name. @default there is none */
    readonly gateways?: GatewayVersions;
    /** Version whose revision the tags point to; undefined without tags, and in place. */
    readonly tags?: string;
    /** Revision that no pin names any more, and that may still have proxies; or one that comes back, before they do. */
    readonly retiring?: string;
    /** Version of Istio's definitions, where they are newer than every istiod: they never go back with one. */
    readonly crds?: string;
    /** What a part of the proxies has already, while cohorts of them move one after the other. */
    readonly next?: CohortVersion;
}

/** Version by name of a gateway. */
export type GatewayVersions = Readonly<Record<string, string>>;

/** A version that cohorts of the workloads move to, and which of them have it: `first`, `20%`, `last`. */
export interface CohortVersion {
    readonly version: string;
    readonly through: string;
}

/** How a stack's mesh moves. */
export interface MeshWay {
    readonly strategy: UpgradeStrategy;
    /** Whether the CNI node agent is installed, one for all revisions. @default false */
    readonly cni?: boolean;
}

/** What runs at one moment, in the middle of a step too: then there are two of what moves. */
export interface MeshState {
    /** Versions of the istiods that are up. */
    readonly istiods: readonly string[];
    /** Versions of the proxies that are up, the gateway's too. */
    readonly proxies: readonly string[];
    /** Versions the definitions may be at. */
    readonly crds: readonly string[];
    /** Versions the CNI node agent may be at, where there is one. */
    readonly agents: readonly string[];
    /** Versions of the istiods that may be asked about objects of no revision; with revisions only. */
    readonly defaults: readonly string[];
}

/**
 * What a step moves: `proxies` are the workloads', and `gateway` follows them. `tags` moves no pod by itself: what other
 * deliverers start asks another istiod from then on. `prune` moves no pin, and lets a retired
 * revision go. `restore` moves none either: the istiod of an earlier revision comes up again, so that it is there before the
 * proxies that go back to it. `cohort` moves no pin, and a part of the proxies.
 */
export type MeshPart = "control-plane" | "proxies" | "cohort" | "gateway" | "tags" | "prune" | "restore";

/**
 * One part moves from one version to another. What is pruned is `from`, and `to` is what its proxies have become; what
 * comes back is `to`, and `from` is what its proxies are now.
 */
export interface MeshStep {
    readonly part: MeshPart;
    readonly from: string;
    readonly to: string;
    /** Name of the gateway that moves. @default the only one there is */
    readonly gateway?: string;
    /** Of a cohort: how far the proxies have come with it. @default none of them has moved, or all go back */
    readonly through?: string;
}

/**
 * What runs once everything has followed the lock. With revisions the proxies' istiod stays until they have moved, and
 * that of a revision that is being retired until it is pruned.
 *
 * The definitions are those of the newest istiod, or newer. The node agent has the oldest version of all, for one of
 * version x serves control planes of x and x+1 (istio.io, "Install the Istio CNI node agent", upgrade). Objects of no
 * revision are judged by the istiod of the proxies' pin, which is up before and after every step.
 */
export function settledState(versions: MeshVersions, { strategy, cni = false }: MeshWay): MeshState {
    const { proxies, tags = proxies, retiring, next } = versions;
    const istiods = istiodsOf(versions, strategy);
    const oldest = semver.sort([...new Set([...istiods, proxies])])[0] ?? proxies;
    return {
        istiods,
        proxies: [
            ...new Set([
                proxies,
                ...gatewayVersions(versions),
                tags,
                ...(strategy === "in-place" || retiring === undefined ? [] : [retiring]),
                // Any workload may have either: a cohort is a part of them, and nobody looks at which.
                ...(next === undefined ? [] : [next.version]),
            ]),
        ],
        crds: [versions.crds ?? newest(istiods)],
        agents: cni ? [oldest] : [],
        defaults: strategy === "in-place" ? [] : [proxies],
    };
}

/** What runs while a step is under way: the old, the new, and nobody knows which of them where. */
export function stateDuring(step: MeshStep, before: MeshVersions, way: MeshWay): MeshState {
    return stateBetween(before, after(step, before, way.strategy), way);
}

/**
 * What runs on the way from some versions to others. The definitions go first, then the istiods, the node agent last: so
 * the old agent meets the new istiods, and both meet the new definitions.
 */
export function stateBetween(before: MeshVersions, next: MeshVersions, way: MeshWay): MeshState {
    const [from, to] = [settledState(before, way), settledState(next, way)];
    return {
        istiods: [...new Set([...from.istiods, ...to.istiods])],
        proxies: [...new Set([...from.proxies, ...to.proxies])],
        crds: to.crds,
        agents: from.agents,
        defaults: to.defaults,
    };
}

/** What runs when the definitions have gone to their new version, and nothing else has. */
export function stateAtFirst(before: MeshVersions, next: MeshVersions, way: MeshWay): MeshState {
    const { crds, defaults } = settledState(next, way);
    return { ...settledState(before, way), crds, defaults };
}

/**
 * The versions once a step is done. With revisions, what was live and is no longer pinned is retiring from then on:
 * nothing but `prune` takes an istiod away. A lock can retire one revision only, so where a step leaves a second behind,
 * it must be pruned before.
 *
 * The definitions never go back with an istiod: an older `base` would take fields from objects that are in use, and
 * while it goes first it would be older than the istiod that still runs. They stay until an istiod has caught up.
 */
export function after(step: MeshStep, before: MeshVersions, strategy: UpgradeStrategy): MeshVersions {
    const next = pinsAfter(step, before, strategy);
    const had = before.crds ?? newest(istiodsOf(before, strategy));
    return semver.gt(had, newest(istiodsOf(next, strategy))) ? { ...next, crds: had } : next;
}

function pinsAfter(step: MeshStep, before: MeshVersions, strategy: UpgradeStrategy): MeshVersions {
    const { controlPlane, proxies, gateways, tags } = before;
    const moved = step.part === "gateway" ? movedGateway(step, before) : undefined;
    const pins: MeshVersions = {
        controlPlane: step.part === "control-plane" ? step.to : controlPlane,
        proxies: step.part === "proxies" ? step.to : proxies,
        ...(gateways === undefined
            ? {}
            : { gateways: moved === undefined ? gateways : { ...gateways, [moved]: step.to } }),
        ...(tags === undefined ? {} : { tags: step.part === "tags" ? step.to : tags }),
    };
    if (step.part === "cohort") {
        const { through } = step;
        const next = through === undefined ? undefined : { version: cohortVersion(step), through };
        return { ...pins, retiring: before.retiring, next };
    }
    if (step.part === "prune" || strategy === "in-place") return pins;
    if (step.part === "restore") return { ...pins, retiring: step.to };
    const pinned = live(pins);
    const retiring = live(before).find((version) => !pinned.includes(version));
    return retiring === undefined ? pins : { ...pins, retiring };
}

/** The version that the cohorts of a step move to, or go back from: they only ever move up. */
export function cohortVersion({ from, to }: Pick<MeshStep, "from" | "to">): string {
    return semver.gt(from, to) ? from : to;
}

/** Versions of the istiods that are declared. */
export function istiodsOf(versions: MeshVersions, strategy: UpgradeStrategy): readonly string[] {
    return strategy === "in-place" ? [versions.controlPlane] : live(versions);
}

function live(versions: MeshVersions): readonly string[] {
    const { controlPlane, proxies, tags = proxies, retiring } = versions;
    const pins = [proxies, ...gatewayVersions(versions), tags, controlPlane];
    return [...new Set([...pins, ...(retiring === undefined ? [] : [retiring])])];
}

/** Versions of the gateways. */
export function gatewayVersions({ gateways = {} }: Pick<MeshVersions, "gateways">): readonly string[] {
    return Object.values(gateways);
}

/** Name of the gateway that a step moves; undefined where it names none, and there is not exactly one. */
export function movedGateway(
    { gateway }: Pick<MeshStep, "gateway">,
    { gateways = {} }: Pick<MeshVersions, "gateways">,
): string | undefined {
    const [only, ...others] = Object.keys(gateways);
    return gateway ?? (others.length === 0 ? only : undefined);
}

/** What a gateway is called among those there are: `the gateway`, `the gateway egress`. */
export function gatewayName(name: string, { gateways = {} }: Pick<MeshVersions, "gateways">): string {
    return Object.keys(gateways).length > 1 ? `the gateway ${name}` : "the gateway";
}

/** What is unsafe about a moment, as sentences without their full stop; none where it is safe. */
export function stateFaults(
    { istiods, proxies, crds, agents, defaults }: MeshState,
    { strategy }: MeshWay,
): readonly string[] {
    const served = proxies.flatMap((proxy) => {
        const unserved = `no istiod of revision ${proxy} serves the proxies ${proxy}`;
        if (strategy === "revisions" && !istiods.includes(proxy)) return [unserved];
        // With revisions only the newest of all counts: it owns the definitions everybody shares.
        const judged = strategy === "revisions" ? [newest(istiods)] : istiods;
        return judged.flatMap((istiod) => pairFault(istiod, proxy, strategy) ?? []);
    });
    const top = newest(istiods);
    return [
        ...served,
        ...crds
            .filter((version) => semver.lt(version, top))
            .map((version) => `the definitions ${version} are older than the istiod ${top}`),
        ...agents.flatMap((agent) => istiods.flatMap((istiod) => agentFault(agent, istiod) ?? [])),
        ...defaults
            .filter((version) => !istiods.includes(version))
            .map((version) => `objects of no revision are judged by an istiod ${version} that is not up`),
    ];
}

function agentFault(agent: string, istiod: string): string | undefined {
    if (semver.gt(agent, istiod)) return `the CNI node agent ${agent} is newer than the istiod ${istiod}`;
    if (minorsApart(agent, istiod) <= 1) return undefined;
    return `the CNI node agent ${agent} is more than one minor older than the istiod ${istiod}`;
}

/** Why a pair of pins is not allowed to stay, or undefined. */
export function skewFault(versions: MeshVersions, strategy: UpgradeStrategy): string | undefined {
    const { controlPlane, proxies, gateways = {}, tags = proxies } = versions;
    const [fault] = Object.entries(gateways).flatMap(([name, version]) => {
        const breach = breachWords(controlPlane, version, strategy);
        const who = gatewayName(name, versions);
        return breach ? [`${who} ${version} is ${breach} than its control plane ${controlPlane}`] : [];
    });
    const breachOfTags = breachWords(controlPlane, tags, strategy);
    return (
        pairFault(controlPlane, proxies, strategy) ??
        fault ??
        (breachOfTags &&
            `the proxies ${tags} of the tags are ${breachOfTags} than the control plane ${controlPlane}`)
    );
}

/** Why a revision may not be retiring beside the pins, as what is wrong with it; undefined where it may, or none is. */
export function retiringFault(versions: MeshVersions, strategy: UpgradeStrategy): string | undefined {
    const { controlPlane, proxies, gateways = {}, tags = proxies, retiring } = versions;
    if (retiring === undefined) return undefined;
    if (strategy !== "revisions")
        return "only strategy revisions keeps a second istiod, and this one is in place";
    const pins = [
        ["the control plane", controlPlane],
        ["the proxies", proxies],
        ...Object.entries(gateways).map(([name, version]) => [gatewayName(name, versions), version] as const),
        ["the tags", tags],
    ] as const;
    for (const [name, version] of pins) {
        if (retiring === version) return `must not be the version of ${name}, whose istiod stays anyway`;
        if (minorsApart(retiring, version) > REACH[strategy])
            return `must be at most ${reachWords(strategy)} away from ${name}, ${version}`;
    }
    return undefined;
}

/** Why a step must not be taken, whatever runs: it goes nowhere, or too far at once. */
export function stepFault({ part, from, to, gateway }: MeshStep, way: MeshWay): string | undefined {
    const { strategy } = way;
    if (part === "prune" || part === "restore")
        return strategy === "revisions" ? undefined : "in place no revision can be pruned";
    const name = `${partName(part === "cohort" ? "proxies" : part)}${gateway === undefined ? "" : ` ${gateway}`}`;
    const minors = minorsApart(from, to);
    if (semver.eq(from, to)) return `${name} would stay at ${from}`;
    if (!Number.isFinite(minors)) return `${to} is of another major version than ${from}`;
    if (minors <= reachOf(way)) return undefined;
    const goes =
        strategy === "revisions" && way.cni
            ? "one minor at a time, because a CNI node agent serves its own minor and the next"
            : stepWords(strategy);
    return `${name} would move ${minors} minors at once, from ${from} to ${to}, and an upgrade goes ${goes}`;
}

/**
 * Minors a control plane may move in one step: those of its strategy, and one where there is a CNI node agent, which must
 * not be two minors behind the newest istiod.
 */
export function reachOf({ strategy, cni = false }: MeshWay): number {
    return cni ? Math.min(1, REACH[strategy]) : REACH[strategy];
}

function pairFault(controlPlane: string, proxies: string, strategy: UpgradeStrategy): string | undefined {
    const breach = breachWords(controlPlane, proxies, strategy);
    return breach && `the proxies ${proxies} are ${breach} than their control plane ${controlPlane}`;
}

function breachWords(controlPlane: string, proxy: string, strategy: UpgradeStrategy): string | undefined {
    const breach = skewBreach(new semver.SemVer(proxy), new semver.SemVer(controlPlane), strategy);
    if (breach === undefined) return undefined;
    return breach === "newer" ? "newer" : `more than ${reachWords(strategy)} older`;
}

function minorsApart(one: string, other: string): number {
    return Math.abs(minorsBetween(new semver.SemVer(one), new semver.SemVer(other)));
}

function newest(versions: readonly string[]): string {
    return semver.rsort([...versions])[0] ?? "0.0.0";
}
