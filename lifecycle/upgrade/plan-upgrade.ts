import semver from "semver";

import type { DataPlaneMode } from "../settings/settings";
import { minorsBetween } from "../kit/version-order";
import type { UpgradeStep } from "./upgrade-step";
import { gatewayFault } from "./gateway-order";
import { gatewayDown, gatewayUp } from "./plan-gateway";
import { tagsDown, tagsUp } from "./plan-tags";
import { retirementStep } from "./plan-retirement";
import { restartModes } from "./restart-modes";
import { tagsFault } from "./tags-order";
import { placeOf, reachedPlace } from "../cohorts/place";
import {
    type CohortVersion,
    type MeshVersions,
    type MeshWay,
    after,
    gatewayVersions,
    istiodsOf,
    reachOf,
    retiringFault,
    settledState,
    skewFault,
    stateFaults,
} from "./skew";

/** The release to stop at in a minor, or why there is none. */
export type MinorChoice = { readonly version: string } | { readonly reason: string };

export interface PlanUpgradeArgs extends MeshVersions, MeshWay {
    readonly target: string;
    /** The best allowed release of a minor on the way, such as `1.30`. */
    readonly bestOfMinor: (minor: string) => MinorChoice;
    /** How the stack's pods get their proxy, for the reasons. @default git alone */
    readonly modes?: readonly DataPlaneMode[];
    /** Cohorts that move before the pin does, in their order: `first`, `5%`. @default all workloads move at once */
    readonly cohorts?: readonly string[];
}

/** The way from the pins to a target. */
export interface UpgradePlan {
    /** In their order; empty when everything is there already, or when there is no way. */
    readonly steps: readonly UpgradeStep[];
    /** Why there is no way, as one sentence without its full stop. */
    readonly refusal?: string;
}

/** Far more than any way has. */
const MOST_STEPS = 1000;
/** Minors that no way leads across: Istio makes four a year. */
const MOST_MINORS = 200;

/**
 * The steps from the pins to a target, each of which leaves a mesh that may stay as it is: upwards the control plane
 * first, then the workloads' proxies, then the gateway, then the tags; downwards in the opposite order. In place it visits every minor; by revision it may pass one over.
 *
 * By revision a lock retires one revision at a time, so that it is pruned before the next one is left. Only the way back
 * does not wait for that: the proxies first go back to the revision they came from, whose istiod is still there. Where it
 * has been pruned, it is restored before.
 *
 * A plan is only a proposal until `planFaults` has found nothing wrong with it.
 */
export function planUpgrade(args: PlanUpgradeArgs): UpgradePlan {
    const { target, strategy } = args;
    const refusal =
        skewFault(args, strategy) ??
        gatewayFault(args) ??
        tagsFault(args) ??
        refusalOfRetiring(args) ??
        distanceFault(args) ??
        stateFaults(settledState(args, args), args)[0];
    if (refusal !== undefined) return { steps: [], refusal };
    const steps: UpgradeStep[] = [];
    const { controlPlane, proxies, gateways, tags, retiring, crds } = args;
    let now: MeshVersions = { controlPlane, proxies, gateways, tags, retiring, crds, next: args.next };
    for (let next = nextStep(now, args); next; next = nextStep(now, args)) {
        if ("reason" in next) return { steps: [], refusal: next.reason };
        steps.push(next);
        now = after(next, now, strategy);
        if (steps.length > MOST_STEPS) throw new Error(`no end to the way to ${target}`);
    }
    return { steps };
}

function nextStep(
    now: MeshVersions,
    args: PlanUpgradeArgs,
): UpgradeStep | { readonly reason: string } | undefined {
    const { controlPlane, proxies, tags = proxies } = now;
    const { target } = args;
    // What was begun is ended, or taken back, before anything else moves.
    if (now.next !== undefined) {
        return semver.lt(target, now.next.version) ? cohortBack(now, now.next, args) : proxiesUp(now, args);
    }
    const first = retirementStep(now, target, stillModes(args));
    if (first) return first;
    const pins = [controlPlane, proxies, ...gatewayVersions(now), tags];
    if (pins.every((version) => version === target)) return undefined;
    return semver.gte(target, controlPlane) ? stepUp(now, args) : stepDown(now, args);
}

function refusalOfRetiring(args: PlanUpgradeArgs): string | undefined {
    const fault = retiringFault(args, args.strategy);
    return fault === undefined ? undefined : `istio.retiring in the lock, ${args.retiring}: ${fault}`;
}

function distanceFault({ controlPlane, proxies, target }: PlanUpgradeArgs): string | undefined {
    for (const version of [controlPlane, proxies]) {
        const minors = Math.abs(minorsBetween(new semver.SemVer(version), new semver.SemVer(target)));
        if (!Number.isFinite(minors)) return `${target} is of another major version than ${version}`;
        if (minors > MOST_MINORS)
            return `${target} is ${minors} minors from ${version}, and no way is that long`;
    }
    return undefined;
}

function stepUp(now: MeshVersions, args: PlanUpgradeArgs): UpgradeStep | { readonly reason: string } {
    const { controlPlane, proxies } = now;
    const { target, strategy } = args;
    const following = gatewayUp(now, strategy) ?? tagsUp(now);
    if (following) return following;
    if (controlPlane === target) return proxiesUp(now, args);
    const next = reaches(controlPlane, target, args) ? { version: target } : stopAbove(controlPlane, args);
    if ("reason" in next) return next;
    if (!reaches(proxies, next.version, args)) return proxiesUp(now, args);
    const to = next.version;
    const why =
        strategy === "revisions"
            ? `it is installed beside ${controlPlane}, and the proxies ${proxies} keep the istiod of their revision`
            : `it serves the proxies ${proxies}, which are at most one minor older and not newer`;
    return { part: "control-plane", from: controlPlane, to, why };
}

function stillModes({ strategy, modes = ["git"] }: PlanUpgradeArgs): readonly DataPlaneMode[] {
    return restartModes(strategy, modes);
}

/** What a pin of the proxies does not do. */
function onlyRestarts(args: PlanUpgradeArgs): string {
    const still = stillModes(args);
    if (still.length === 0) return "";
    const pods = `; no pod of mode ${still.join(" and ")} moves before it is restarted`;
    return args.strategy === "revisions"
        ? pods
        : `${pods}, and then it has the proxy of the istiod that runs`;
}

/** The cohort that moved last goes back: as many analyses as it had, and never those of all. */
function cohortBack(
    { proxies }: MeshVersions,
    { version, through }: CohortVersion,
    { cohorts = [] }: PlanUpgradeArgs,
): UpgradeStep {
    const before = cohorts.filter((each) => placeOf(each) < placeOf(through)).at(-1);
    const why = `those that have ${version} go back by cohorts, the last first, and the control plane serves both`;
    return { part: "cohort", from: version, to: proxies, through: before, why };
}

function proxiesUp(now: MeshVersions, args: PlanUpgradeArgs): UpgradeStep {
    const { controlPlane, proxies, next } = now;
    const reached = reachedPlace(next);
    const through = args.cohorts?.find((each) => placeOf(each) > reached);
    if (through !== undefined) {
        const rest =
            through === args.cohorts?.at(-1) ? "no cohort stays" : `the cohorts after ${through} stay`;
        const why = `the control plane runs ${controlPlane} already and serves both, and ${rest}`;
        return { part: "cohort", from: proxies, to: controlPlane, through, why };
    }
    const serves =
        args.strategy === "revisions"
            ? `the istiod of revision ${controlPlane} is up, and that of ${proxies} stays until it is pruned`
            : `the control plane runs ${controlPlane} already and serves both while they move`;
    const why =
        next === undefined
            ? serves
            : `all cohorts have it, so that no workload of theirs moves, and ${serves}`;
    return { part: "proxies", from: proxies, to: controlPlane, why: `${why}${onlyRestarts(args)}` };
}

function stepDown(now: MeshVersions, args: PlanUpgradeArgs): UpgradeStep | { readonly reason: string } {
    const { controlPlane, proxies, tags = proxies } = now;
    const { target, strategy } = args;
    const follow = (to: string): UpgradeStep => {
        const why = `the proxies run ${proxies} already, so none becomes newer than its control plane`;
        return { part: "control-plane", from: controlPlane, to, why };
    };
    if (semver.lte(proxies, target)) return follow(target);
    const below = (version: string): boolean => semver.lt(version, proxies);
    const [gone] = gatewayVersions(now).filter(below).sort(semver.rcompare);
    const stop = stopDown(now, args, gone ?? [tags].find(below));
    if ("reason" in stop) return controlPlane === proxies ? stop : follow(proxies);
    if (!istiodsOf(now, strategy).includes(stop.version) && strategy === "revisions") {
        const up = `its istiod is up beside ${controlPlane} before any proxy goes back to it`;
        return { part: "restore", from: proxies, to: stop.version, why: up };
    }
    const first = gatewayDown(now, stop.version) ?? tagsDown(now, stop.version);
    if (first) return first;
    const why =
        strategy === "revisions"
            ? `the istiod of revision ${stop.version} is up beside ${controlPlane} and serves them`
            : `the control plane ${controlPlane} serves both while they move, and goes back after them`;
    return { part: "proxies", from: proxies, to: stop.version, why: `${why}${onlyRestarts(args)}` };
}

/**
 * Where the proxies go back to: to a gateway or tags that have gone before them, or whose istiod is up and that of the target is not;
 * else as far as they may.
 */
function stopDown(now: MeshVersions, args: PlanUpgradeArgs, gone: string | undefined): MinorChoice {
    const { target, strategy } = args;
    const isUp = strategy === "in-place" || istiodsOf(now, strategy).includes(target);
    if (gone !== undefined && (!isUp || semver.gte(gone, target))) return { version: gone };
    return reaches(target, now.controlPlane, args) ? { version: target } : stopBelow(now, args);
}

/** The farthest stop above a control plane that it may move to. */
function stopAbove(controlPlane: string, args: PlanUpgradeArgs): MinorChoice {
    const { major, minor } = new semver.SemVer(controlPlane);
    return firstChoice(countDown(minor + reachOf(args), minor + 1), major, args.bestOfMinor);
}

/** The farthest stop below the proxies at which their control plane, still in its place, may serve them. */
function stopBelow({ controlPlane, proxies }: MeshVersions, args: PlanUpgradeArgs): MinorChoice {
    const { major, minor } = new semver.SemVer(controlPlane);
    const lowest = minor - reachOf(args);
    const highest = semver.minor(proxies) - 1;
    return firstChoice(countDown(highest, lowest).reverse(), major, args.bestOfMinor);
}

function firstChoice(
    minors: readonly number[],
    major: number,
    bestOfMinor: PlanUpgradeArgs["bestOfMinor"],
): MinorChoice {
    let first: MinorChoice | undefined;
    for (const minor of minors) {
        const choice = bestOfMinor(`${major}.${minor}`);
        if ("version" in choice) return choice;
        first ??= choice;
    }
    return first ?? { reason: "there is no minor to stop at" };
}

function countDown(from: number, to: number): number[] {
    return Array.from({ length: Math.max(0, from - to + 1) }, (_, index) => from - index);
}

/** Whether the newer of two versions may serve the older, and be reached from it in one step. */
function reaches(older: string, newer: string, way: MeshWay): boolean {
    return minorsBetween(new semver.SemVer(older), new semver.SemVer(newer)) <= reachOf(way);
}
