import type { Lock } from "../settings/lock";
import type { StackSettings } from "../settings/settings";
import { requireSafe } from "./check-plan";
import type { TargetChoice } from "./choose-target";
import { versionsOf, wayOf } from "./lock-versions";
import { type UpgradePlan, planUpgrade } from "./plan-upgrade";
import { modesOf } from "./restart-modes";
import type { UpgradeStep } from "./upgrade-step";
import { brokenOnTheWay } from "./way-pairs";

/** The way from a lock's pins to a target: planned, and proved safe. */
export function wayTo(
    target: string,
    lock: Lock,
    settings: StackSettings,
    choice: TargetChoice,
    cohorts: readonly string[] = [],
): UpgradePlan {
    if (lock.istio.strategyMove !== undefined) {
        const refusal =
            "the stack moves to another strategy: let update finish that, and no version moves before";
        return { steps: [], refusal };
    }
    const start = { ...versionsOf(lock, settings), ...wayOf(settings), target };
    const plan = planUpgrade({
        ...start,
        bestOfMinor: choice.bestOfMinor,
        modes: modesOf(settings),
        cohorts,
    });
    if (plan.refusal !== undefined) return plan;
    requireSafe({ ...start, steps: plan.steps });
    const broken = brokenOnTheWay(start, plan.steps, settings.istio.strategy, choice.context);
    return broken === undefined ? plan : { steps: [], refusal: broken };
}

/** What has to be said loudly of a step to a release that is no target, or one only for want of a better. */
export function concernsOn(
    { part, from, to }: UpgradeStep,
    target: string,
    choice: TargetChoice,
): readonly string[] {
    if (part === "prune" || part === "restore") return [];
    const concerns = choice.concerns(to);
    if (concerns.length === 0) return [];
    const what =
        to === target
            ? `${to} is taken only because it has fewer published faults than ${from}, and nothing better may be picked`
            : `${to} is only a stop on the way to ${target}: go on as soon as the proxies have moved`;
    return [`${what}; ${concerns.join("; ")}`];
}
