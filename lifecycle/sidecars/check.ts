import { compareText } from "../kit/compare-text";
import type { Sidecars } from "./sidecars";
import { lockAhead } from "../cohorts/stack-cohorts";
import {
    type InjectionPlan,
    type PlanInjectionArgs,
    type SkippedWorkload,
    planInjection,
} from "./plan-injection";

/** A workload whose sidecar lags behind its sources, and why. */
export interface StaleSidecar {
    readonly id: string;
    readonly reason: string;
}

export interface CheckSidecarsArgs extends PlanInjectionArgs {
    /** Undefined where the file does not exist yet. */
    readonly sidecars: Sidecars | undefined;
}

export interface SidecarsCheck {
    /** Sorted by id; empty when all is well. */
    readonly stale: readonly StaleSidecar[];
    /** Workloads without a sidecar in Git, sorted by id. */
    readonly skipped: readonly SkippedWorkload[];
}

/**
 * Which sidecars of a stack are stale. Needs no istioctl: hashes tell.
 *
 * @throws WindlassError as {@link planInjection} does.
 */
export function checkSidecars(args: CheckSidecarsArgs): SidecarsCheck {
    const plan = planInjection(args);
    return { stale: staleOfStack(args, plan, args.sidecars), skipped: plan.skipped };
}

/** Stale sidecars of the pin, else of the version that cohorts move to. */
export function staleOfStack(
    args: PlanInjectionArgs,
    plan: InjectionPlan,
    sidecars: Sidecars | undefined,
): readonly StaleSidecar[] {
    const stale = staleSidecars(plan, sidecars);
    const ahead = lockAhead(args.lock);
    if (stale.length > 0 || !ahead) return stale;
    return staleSidecars(planInjection({ ...args, lock: ahead }), sidecars?.next);
}

/** @see checkSidecars */
export function staleSidecars(plan: InjectionPlan, sidecars: Sidecars | undefined): readonly StaleSidecar[] {
    const reason = sidecars ? changedInput(plan, sidecars) : "no sidecar has been made yet";
    const stale: StaleSidecar[] = [];
    const known = new Set<string>();
    for (const { id, pristine } of plan.workloads) {
        known.add(id);
        const recorded = sidecars?.pristine.get(id);
        if (reason !== undefined) stale.push({ id, reason });
        else if (recorded === undefined) stale.push({ id, reason: "it is new" });
        else if (recorded !== pristine) stale.push({ id, reason: "its manifest has changed" });
    }
    for (const id of sidecars?.pristine.keys() ?? []) {
        if (known.has(id)) continue;
        const skipped = plan.skipped.find((workload) => workload.id === id);
        stale.push({
            id,
            reason: skipped ? `it no longer gets one (${skipped.reason})` : "it no longer exists",
        });
    }
    return stale.sort((left, right) => compareText(left.id, right.id));
}

/** What all sidecars depend on and what has changed in it. Undefined when nothing has. */
export function changedInput(plan: InjectionPlan, { inputs, proxyImage }: Sidecars): string | undefined {
    if (inputs.istioctl !== plan.version)
        return `made by istioctl ${inputs.istioctl}, and the lock pins ${plan.version}`;
    if (inputs.revision !== plan.revision)
        return `made for revision ${inputs.revision}, and the stack runs ${plan.revision}`;
    if (proxyImage !== plan.proxyImage)
        return `made with ${proxyImage}, and the stack uses ${plan.proxyImage}`;
    return inputs.values === plan.values ? undefined : "the stack's mesh settings have changed";
}
