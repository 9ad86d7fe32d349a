import type { UpgradeStrategy } from "../stack/settings";
import {
    type MeshState,
    type MeshStep,
    type MeshVersions,
    after,
    settledState,
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
 */
export function planFaults(args: CheckPlanArgs): readonly string[] {
    const { strategy, target, steps } = args;
    let now: MeshVersions = { controlPlane: args.controlPlane, proxies: args.proxies };
    const faults = [...stateFaults(settledState(now, strategy), strategy)];
    for (const [index, step] of steps.entries()) {
        const next = after(step, now);
        faults.push(...stepFaults(step, now, strategy).map((fault) => `step ${index + 1}: ${fault}`));
        now = next;
    }
    if (now.controlPlane !== target)
        faults.push(`the control plane ends at ${now.controlPlane}, not at ${target}`);
    if (now.proxies !== target) faults.push(`the proxies end at ${now.proxies}, not at ${target}`);
    return faults;
}

function stepFaults(step: MeshStep, before: MeshVersions, strategy: UpgradeStrategy): readonly string[] {
    const done = after(step, before);
    const back: MeshStep = { part: step.part, from: step.to, to: step.from };
    const start = step.part === "control-plane" ? before.controlPlane : before.proxies;
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
        ["half taken back: ", stateDuring(back, done, strategy)],
        ["taken back: ", settledState(after(back, done), strategy)],
    ];
    for (const [what, state] of moments) {
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
