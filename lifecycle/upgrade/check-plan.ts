import semver from "semver";

import { gatewayFault } from "./gateway-order";
import { tagsFault } from "./tags-order";
import { partName } from "../settings/pins";
import type { UpgradeStrategy } from "../settings/settings";
import {
    type MeshState,
    type MeshStep,
    type MeshVersions,
    type MeshWay,
    after,
    cohortVersion,
    gatewayName,
    istiodsOf,
    movedGateway,
    settledState,
    stateAtFirst,
    stateBetween,
    stateDuring,
    stateFaults,
    stepFault,
} from "./skew";

export interface CheckPlanArgs extends MeshVersions, MeshWay {
    readonly target: string;
    readonly steps: readonly MeshStep[];
}

/**
 * Plays a plan through and says everything that is unsafe about it; nothing means that it holds.
 *
 * Looked at are all moments it can lead to: before it, in the middle of each step, after each step (where anybody may
 * stop for good), the same step once more, and the step taken back, half-way and whole. Knows nothing of how the plan
 * was made.
 *
 * With revisions no proxy is taken to be gone because a pin has moved: what ran once runs until its revision is pruned,
 * and has to have its istiod in every one of these moments.
 */
export function planFaults(args: CheckPlanArgs): readonly string[] {
    const { strategy, target, steps } = args;
    const { controlPlane, proxies, gateways, tags, retiring, crds, next } = args;
    let now: MeshVersions = { controlPlane, proxies, gateways, tags, retiring, crds, next };
    const faults = [...stateFaults(settledState(now, args), args)];
    let running = runningAt(now, strategy);
    for (const [index, step] of steps.entries()) {
        const before = { ...now, running };
        faults.push(...stepFaults(step, before, args).map((fault) => `step ${index + 1}: ${fault}`));
        now = after(step, now, strategy);
        running = runningAfter(step, running, strategy);
    }
    if (now.controlPlane !== target)
        faults.push(`the control plane ends at ${now.controlPlane}, not at ${target}`);
    if (now.next !== undefined) faults.push(`the cohorts end at ${now.next.through}, and some proxies stay`);
    if (now.proxies !== target) faults.push(`the proxies end at ${now.proxies}, not at ${target}`);
    for (const [name, version] of Object.entries(now.gateways ?? {})) {
        if (version !== target) faults.push(`${gatewayName(name, now)} ends at ${version}, not at ${target}`);
    }
    if (now.tags !== undefined && now.tags !== target)
        faults.push(`the tags end at ${now.tags}, not at ${target}`);
    if (now.retiring !== undefined) faults.push(`revision ${now.retiring} is never pruned`);
    return faults;
}

/**
 * Versions whose proxies may run beside a lock's: with revisions all that have an istiod. On the way back the control
 * plane's own revision has proxies too, and nobody can tell that from the lock.
 */
export function runningAt(versions: MeshVersions, strategy: UpgradeStrategy): readonly string[] {
    return strategy === "revisions" ? istiodsOf(versions, strategy) : [];
}

/** Versions whose proxies may still run, once a step is done. */
function runningAfter(
    { part, from, to }: MeshStep,
    running: readonly string[],
    strategy: UpgradeStrategy,
): readonly string[] {
    if (strategy === "in-place") return [];
    if (part === "prune") return running.filter((version) => version !== from);
    return part === "proxies" || part === "cohort" || part === "gateway" || part === "tags"
        ? [...new Set([...running, to])]
        : running;
}

function startOf(step: MeshStep, versions: MeshVersions): string {
    const { part, from, to } = step;
    const { controlPlane, proxies, gateways = {}, tags = "none", retiring, next } = versions;
    if (part === "cohort" && semver.gt(from, to)) return next?.version ?? "none";
    if (part === "prune") return retiring ?? "none";
    if (part === "restore") return retiring === undefined ? proxies : "a step too late";
    if (part === "gateway") return gateways[movedGateway(step, versions) ?? ""] ?? "none";
    if (part === "tags") return tags;
    return part === "control-plane" ? controlPlane : proxies;
}

/** One step and what may run when it is taken. */
interface Moment extends MeshVersions {
    readonly running: readonly string[];
}

/** Everything that is unsafe about one step, half-way, done, done twice and taken back; nothing means that it holds. */
export function stepFaults(step: MeshStep, { running, ...before }: Moment, way: MeshWay): readonly string[] {
    const { strategy } = way;
    const done = after(step, before, strategy);
    const back = backOf(step, before);
    const undone = after(back, done, strategy);
    const moves = movesPin(step) && step.part !== "cohort";
    const again = after(moves ? { ...step, from: step.to } : step, done, strategy);
    const start = startOf(step, before);
    const left = runningAfter(step, running, strategy);
    const faults = [...cohortFaults(step, before)];
    if (start !== step.from) faults.push(`starts at ${step.from}, and there it is ${start}`);
    for (const [move, what] of [
        [step, ""],
        [back, "taken back: "],
    ] as const) {
        const fault = stepFault(move, way);
        if (fault !== undefined) faults.push(`${what}${fault}`);
    }
    const moments: readonly (readonly [string, MeshState])[] = [
        ["half-way: ", withoutIdle(step, stateDuring(step, before, way))],
        ["done: ", settledState(done, way)],
        ["once more: ", stateBetween(done, again, way)],
        ["half taken back: ", withoutIdle(step, stateBetween(done, undone, way))],
        ["taken back: ", settledState(undone, way)],
    ];
    // Proxies alone could be told by who judges objects of no revision; a gateway and tags move nobody's default.
    const isFollowing = step.part === "gateway" || step.part === "tags";
    if (isFollowing && !istiodsOf(before, strategy).includes(step.to) && strategy === "revisions")
        faults.push(
            `the istiod ${step.to} that ${partName(step.part)} ${step.part === "tags" ? "are" : "is"} to ask is not up yet`,
        );
    if (step.part === "tags" && strategy === "in-place")
        faults.push("in place a tag points to the one istiod, and nothing moves it");
    for (const [versions, what] of [
        [done, "done: "],
        [undone, "taken back: "],
    ] as const) {
        const fault = gatewayFault(versions) ?? tagsFault(versions);
        if (fault !== undefined) faults.push(`${what}${fault}`);
    }
    const first = { ...stateAtFirst(before, done, way), proxies: [] };
    faults.push(...stateFaults(first, way).map((fault) => `definitions first: ${fault}`));
    for (const [what, state] of moments) {
        const proxies = [...new Set([...state.proxies, ...left])];
        faults.push(...stateFaults({ ...state, proxies }, way).map((fault) => `${what}${fault}`));
    }
    return faults;
}

function movesPin({ part }: MeshStep): boolean {
    return part !== "prune" && part !== "restore";
}

/** While cohorts are on their way nothing else moves, and they move to one version or go back. */
function cohortFaults(step: MeshStep, { next }: MeshVersions): readonly string[] {
    if (next === undefined) return [];
    if (step.part === "proxies" || step.part === "cohort") {
        const version = step.part === "cohort" ? cohortVersion(step) : step.to;
        return version === next.version ? [] : [`the cohorts move to ${next.version}, and not to ${version}`];
    }
    return [`the proxies move to ${next.version} in cohorts, and nothing else moves meanwhile`];
}

/** The step that takes a step back. */
function backOf({ part, from, to, gateway }: MeshStep, { next }: MeshVersions): MeshStep {
    // What came before a cohort is the cohort before it, or none.
    if (part === "cohort") return { part, from: to, to: from, through: next?.through };
    if (part === "prune") return { part: "restore", from: to, to: from };
    return { part: part === "restore" ? "prune" : part, from: to, to: from, gateway };
}

/** An istiod on its way out has no proxies any more, one that comes up again has none yet: what it could not serve is no matter. */
function withoutIdle(step: MeshStep, state: MeshState): MeshState {
    if (movesPin(step)) return state;
    const idle = step.part === "prune" ? step.from : step.to;
    const others = (versions: readonly string[]): readonly string[] =>
        versions.filter((version) => version !== idle);
    return { ...state, istiods: others(state.istiods), proxies: others(state.proxies) };
}

/**
 * Refuses a plan that does not hold: no plan is shown or acted on before.
 *
 * @throws Error, because a plan that is unsafe is a bug
 */
export function requireSafe(args: CheckPlanArgs): void {
    const faults = planFaults(args);
    if (faults.length > 0) throw new Error(`the plan to ${args.target} is unsafe: ${faults.join("; ")}`);
}
