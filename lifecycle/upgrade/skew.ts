import semver from "semver";

import type { UpgradeStrategy } from "../stack/settings";
import { REACH, reachWords, skewBreach, stepWords } from "../versions/skew-rule";
import { minorsBetween } from "../versions/version-order";

/** The versions of a lock. */
export interface MeshVersions {
    readonly controlPlane: string;
    readonly proxies: string;
    /** Revision that no pin names any more, and that may still have proxies. */
    readonly retiring?: string | undefined;
}

/** What runs at one moment, in the middle of a step too: then there are two of what moves. */
export interface MeshState {
    /** Versions of the istiods that are up. */
    readonly istiods: readonly string[];
    /** Versions of the proxies that are up. */
    readonly proxies: readonly string[];
}

/** What a step moves; `prune` moves nothing, and lets a retired revision go. */
export type MeshPart = "control-plane" | "proxies" | "prune";

/** One part moves from one version to another. What is pruned is `from`, and `to` is what its proxies have become. */
export interface MeshStep {
    readonly part: MeshPart;
    readonly from: string;
    readonly to: string;
}

/**
 * What runs once everything has followed the lock. With revisions the proxies' istiod stays until they have moved, and
 * that of a revision that is being retired until it is pruned.
 */
export function settledState(versions: MeshVersions, strategy: UpgradeStrategy): MeshState {
    const { controlPlane, proxies, retiring } = versions;
    if (strategy === "in-place") return { istiods: [controlPlane], proxies: [proxies] };
    return { istiods: live(versions), proxies: retiring === undefined ? [proxies] : [proxies, retiring] };
}

/** What runs while a step is under way: the old, the new, and nobody knows which of them where. */
export function stateDuring(step: MeshStep, before: MeshVersions, strategy: UpgradeStrategy): MeshState {
    return stateBetween(before, after(step, before, strategy), strategy);
}

/** What runs on the way from some versions to others. */
export function stateBetween(before: MeshVersions, next: MeshVersions, strategy: UpgradeStrategy): MeshState {
    const [from, to] = [settledState(before, strategy), settledState(next, strategy)];
    return {
        istiods: [...new Set([...from.istiods, ...to.istiods])],
        proxies: [...new Set([...from.proxies, ...to.proxies])],
    };
}

/**
 * The versions once a step is done. With revisions, what was live and is no longer pinned is retiring from then on:
 * nothing but `prune` takes an istiod away. A lock can retire one revision only, so where a step leaves a second behind,
 * it must be pruned before.
 */
export function after(step: MeshStep, before: MeshVersions, strategy: UpgradeStrategy): MeshVersions {
    const { controlPlane, proxies } = before;
    const pins = {
        controlPlane: step.part === "control-plane" ? step.to : controlPlane,
        proxies: step.part === "proxies" ? step.to : proxies,
    };
    if (step.part === "prune" || strategy === "in-place") return pins;
    const retiring = live(before).find(
        (version) => version !== pins.controlPlane && version !== pins.proxies,
    );
    return retiring === undefined ? pins : { ...pins, retiring };
}

function live({ controlPlane, proxies, retiring }: MeshVersions): readonly string[] {
    return [...new Set([proxies, controlPlane, ...(retiring === undefined ? [] : [retiring])])];
}

/** What is unsafe about a moment, as sentences without their full stop; none where it is safe. */
export function stateFaults({ istiods, proxies }: MeshState, strategy: UpgradeStrategy): readonly string[] {
    return proxies.flatMap((proxy) => {
        const unserved = `no istiod of revision ${proxy} serves the proxies ${proxy}`;
        if (strategy === "revisions" && !istiods.includes(proxy)) return [unserved];
        // With revisions only the newest of all counts: it owns the definitions everybody shares.
        const judged = strategy === "revisions" ? [newest(istiods)] : istiods;
        return judged.flatMap((istiod) => pairFault(istiod, proxy, strategy) ?? []);
    });
}

/** Why a pair of pins is not allowed to stay, or undefined. */
export function skewFault(
    { controlPlane, proxies }: MeshVersions,
    strategy: UpgradeStrategy,
): string | undefined {
    return pairFault(controlPlane, proxies, strategy);
}

/** Why a revision may not be retiring beside the pins, as what is wrong with it; undefined where it may, or none is. */
export function retiringFault(
    { controlPlane, proxies, retiring }: MeshVersions,
    strategy: UpgradeStrategy,
): string | undefined {
    if (retiring === undefined) return undefined;
    if (strategy !== "revisions")
        return "only strategy revisions keeps a second istiod, and this one is in place";
    const pins = [
        ["the control plane", controlPlane],
        ["the proxies", proxies],
    ] as const;
    for (const [name, version] of pins) {
        if (retiring === version) return `must not be the version of ${name}, whose istiod stays anyway`;
        if (minorsApart(retiring, version) > REACH[strategy])
            return `must be at most ${reachWords(strategy)} away from ${name}, ${version}`;
    }
    return undefined;
}

/** Why a step must not be taken, whatever runs: it goes nowhere, or too far at once. */
export function stepFault({ part, from, to }: MeshStep, strategy: UpgradeStrategy): string | undefined {
    if (part === "prune") return strategy === "revisions" ? undefined : "in place no revision can be pruned";
    const name = part === "control-plane" ? "the control plane" : "the proxies";
    const minors = minorsApart(from, to);
    if (semver.eq(from, to)) return `${name} would stay at ${from}`;
    if (!Number.isFinite(minors)) return `${to} is of another major version than ${from}`;
    if (minors <= REACH[strategy]) return undefined;
    return `${name} would move ${minors} minors at once, from ${from} to ${to}, and an upgrade goes ${stepWords(strategy)}`;
}

function pairFault(controlPlane: string, proxies: string, strategy: UpgradeStrategy): string | undefined {
    const breach = skewBreach(new semver.SemVer(proxies), new semver.SemVer(controlPlane), strategy);
    if (breach === undefined) return undefined;
    const how = breach === "newer" ? "newer" : `more than ${reachWords(strategy)} older`;
    return `the proxies ${proxies} are ${how} than their control plane ${controlPlane}`;
}

function minorsApart(one: string, other: string): number {
    return Math.abs(minorsBetween(new semver.SemVer(one), new semver.SemVer(other)));
}

function newest(versions: readonly string[]): string {
    return semver.rsort([...versions])[0] ?? "0.0.0";
}
