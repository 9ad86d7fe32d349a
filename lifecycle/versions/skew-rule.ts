import semver from "semver";

import type { UpgradeStrategy } from "../settings/settings";
import { minorsBetween } from "../kit/version-order";

/**
 * Minors a control plane may move in one step, and by which the oldest proxies may trail the newest control plane.
 *
 * In place both are one: all proxies talk to the one istiod, and Istio supports proxies of its own minor and of the one
 * before (istio.io, "Supported releases", control plane/data plane skew).
 *
 * By revision both are two: the new istiod is installed beside the old one and may skip a minor (istio.io, "Canary
 * upgrades"). The skew Istio bounds is that between a proxy and the control plane of its own revision, and there is none,
 * because a revision has one version and its istiod stays until its proxies are gone (`istio.retiring` in the lock). Two
 * is the bound all the same: every revision shares the definitions of the newest.
 */
export const REACH: Readonly<Record<UpgradeStrategy, number>> = { "in-place": 1, revisions: 2 };

/** What is wrong with proxies beside the newest control plane: they are ahead of it, or too old for it. */
export type SkewBreach = "newer" | "older";

/**
 * The one rule of skew: the gate of `resolve`, the plan of an upgrade, the check of a lock, the policies and `diff` all
 * ask it. Proxies are never newer than the newest control plane, and trail it by no more than {@link REACH}.
 *
 * @returns undefined where nothing is wrong
 */
export function skewBreach(
    proxies: semver.SemVer,
    controlPlane: semver.SemVer,
    strategy: UpgradeStrategy,
): SkewBreach | undefined {
    if (semver.gt(proxies, controlPlane)) return "newer";
    return minorsBetween(proxies, controlPlane) > REACH[strategy] ? "older" : undefined;
}

/** Whether proxies are so old that only the istiod of their own revision may serve them. */
export function needsOwnRevision(proxies: semver.SemVer, controlPlane: semver.SemVer): boolean {
    return skewBreach(proxies, controlPlane, "in-place") === "older";
}

/** {@link REACH} in words: `one minor`. */
export function reachWords(strategy: UpgradeStrategy): string {
    return REACH[strategy] === 1 ? "one minor" : "two minors";
}

/** How an upgrade goes, after "an upgrade goes". */
export function stepWords(strategy: UpgradeStrategy): string {
    return strategy === "in-place" ? "in place one minor at a time" : "by revision at most two at a time";
}
