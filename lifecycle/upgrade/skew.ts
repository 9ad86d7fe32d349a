import semver from "semver";

import type { UpgradeStrategy } from "../stack/settings";
import { minorsBetween } from "../versions/version-order";

/** The two versions a lock pins. */
export interface MeshVersions {
    readonly controlPlane: string;
    readonly proxies: string;
}

/** What runs at one moment, in the middle of a step too: then there are two of what moves. */
export interface MeshState {
    /** Versions of the istiods that are up. */
    readonly istiods: readonly string[];
    /** Versions of the proxies that are up. */
    readonly proxies: readonly string[];
}

/** What a step moves. */
export type MeshPart = "control-plane" | "proxies";

/** One part moves from one version to another. */
export interface MeshStep {
    readonly part: MeshPart;
    readonly from: string;
    readonly to: string;
}

/**
 * Minors a control plane may move in one step, and by which its oldest proxies may trail it. In place both are one
 * (istio.io, "Supported releases", control plane/data plane skew); an istiod installed beside another may be two ahead,
 * because each proxy keeps the istiod of its own revision (istio.io, "Canary upgrades").
 */
export const REACH: Readonly<Record<UpgradeStrategy, number>> = { "in-place": 1, revisions: 2 };

/** What runs once everything has followed the lock. With revisions the proxies' istiod stays until they have moved. */
export function settledState({ controlPlane, proxies }: MeshVersions, strategy: UpgradeStrategy): MeshState {
    const istiods = strategy === "revisions" ? [...new Set([proxies, controlPlane])] : [controlPlane];
    return { istiods, proxies: [proxies] };
}

/** What runs while a step is under way: the old, the new, and nobody knows which of them where. */
export function stateDuring(step: MeshStep, before: MeshVersions, strategy: UpgradeStrategy): MeshState {
    const [from, to] = [settledState(before, strategy), settledState(after(step, before), strategy)];
    return {
        istiods: [...new Set([...from.istiods, ...to.istiods])],
        proxies: [...new Set([...from.proxies, ...to.proxies])],
    };
}

/** The versions once a step is done. */
export function after({ part, to }: MeshStep, before: MeshVersions): MeshVersions {
    return part === "control-plane" ? { ...before, controlPlane: to } : { ...before, proxies: to };
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

/** Why a step must not be taken, whatever runs: it goes nowhere, or too far at once. */
export function stepFault({ part, from, to }: MeshStep, strategy: UpgradeStrategy): string | undefined {
    const name = part === "control-plane" ? "the control plane" : "the proxies";
    const minors = Math.abs(minorsBetween(new semver.SemVer(from), new semver.SemVer(to)));
    if (semver.eq(from, to)) return `${name} would stay at ${from}`;
    if (!Number.isFinite(minors)) return `${to} is of another major version than ${from}`;
    if (minors <= REACH[strategy]) return undefined;
    const how =
        strategy === "in-place" ? "in place one minor at a time" : "by revision at most two at a time";
    return `${name} would move ${minors} minors at once, from ${from} to ${to}, and an upgrade goes ${how}`;
}

function pairFault(controlPlane: string, proxies: string, strategy: UpgradeStrategy): string | undefined {
    if (semver.gt(proxies, controlPlane)) {
        return `the proxies ${proxies} are newer than their control plane ${controlPlane}`;
    }
    const reach = REACH[strategy];
    if (minorsBetween(new semver.SemVer(proxies), new semver.SemVer(controlPlane)) <= reach) return undefined;
    const most = reach === 1 ? "one minor" : "two minors";
    return `the proxies ${proxies} are more than ${most} older than their control plane ${controlPlane}`;
}

function newest(versions: readonly string[]): string {
    return semver.rsort([...versions])[0] ?? "0.0.0";
}
