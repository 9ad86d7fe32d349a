import type { UpgradeStrategy } from "../stack/settings";
import {
    type MeshState,
    type MeshStep,
    type MeshVersions,
    after,
    settledState,
    stateBetween,
    stateDuring,
    stateFaults,
    stepFault,
} from "./skew";

export interface CheckPlanArgs extends MeshVersions {
    readonly target: string;
    readonly strategy: UpgradeStrategy;
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
    const { controlPlane, proxies, retiring } = args;
    let now: MeshVersions = { controlPlane, proxies, retiring };
    const start = settledState(now, strategy);
    const faults = [...stateFaults(start, strategy)];
    // On the way back the control plane's own revision has proxies too, and nobody can tell that from the lock.
    let running = strategy === "revisions" ? start.istiods : [];
    for (const [index, step] of steps.entries()) {
        const before = { ...now, running };
        faults.push(...stepFaults(step, before, strategy).map((fault) => `step ${index + 1}: ${fault}`));
        now = after(step, now, strategy);
        running = runningAfter(step, running, strategy);
    }
    if (now.controlPlane !== target)
        faults.push(`the control plane ends at ${now.controlPlane}, not at ${target}`);
    if (now.proxies !== target) faults.push(`the proxies end at ${now.proxies}, not at ${target}`);
    if (now.retiring !== undefined) faults.push(`revision ${now.retiring} is never pruned`);
    return faults;
}

/** Versions whose proxies may still run, once a step is done. */
function runningAfter(
    { part, from, to }: MeshStep,
    running: readonly string[],
    strategy: UpgradeStrategy,
): readonly string[] {
    if (strategy === "in-place") return [];
    if (part === "prune") return running.filter((version) => version !== from);
    return part === "proxies" ? [...new Set([...running, to])] : running;
}

function startOf(part: MeshStep["part"], { controlPlane, proxies, retiring }: MeshVersions): string {
    if (part === "prune") return retiring ?? "none";
    return part === "control-plane" ? controlPlane : proxies;
}

function stepFaults(
    step: MeshStep,
    { running, ...before }: MeshVersions & { readonly running: readonly string[] },
    strategy: UpgradeStrategy,
): readonly string[] {
    const done = after(step, before, strategy);
    const back: MeshStep = { part: step.part, from: step.to, to: step.from };
    const undone = step.part === "prune" ? before : after(back, done, strategy);
    const start = startOf(step.part, before);
    const left = runningAfter(step, running, strategy);
    const faults = start === step.from ? [] : [`starts at ${step.from}, and there it is ${start}`];
    for (const [move, what] of [
        [step, ""],
        [back, "taken back: "],
    ] as const) {
        const fault = stepFault(move, strategy);
        if (fault !== undefined) faults.push(`${what}${fault}`);
    }
    const moments: readonly (readonly [string, MeshState])[] = [
        ["half-way: ", stateDuring(step, before, strategy)],
        ["done: ", settledState(done, strategy)],
        ["once more: ", stateDuring({ ...step, from: step.to }, done, strategy)],
        ["half taken back: ", stateBetween(done, undone, strategy)],
        ["taken back: ", settledState(undone, strategy)],
    ];
    for (const [what, { istiods, proxies }] of moments) {
        const state = { istiods, proxies: [...new Set([...proxies, ...left])] };
        faults.push(...stateFaults(state, strategy).map((fault) => `${what}${fault}`));
    }
    return faults;
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
