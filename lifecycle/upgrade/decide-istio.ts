import semver from "semver";

import type { Lock } from "../settings/lock";
import { proposeWider } from "../versions/proposal";
import { type TargetChoice, chooseTarget } from "./choose-target";
import type { DecideArgs, Decision } from "./decision";
import { failedRollout } from "./failed-rollout";
import { istioRequest } from "./istio-request";
import { judgeStep } from "./judge-step";
import { followSettings, withStep } from "./lock-after";
import type { UpgradeStep } from "./upgrade-step";
import { concernsOn, wayTo } from "./way-to";

/**
 * The next step of a stack's Istio that has a lock: the first of the way to the best release. While that is held by the
 * earlier waves, the newest one that they have soaked is taken; a pin that is vulnerable does not wait for a soak, and then
 * takes the nearest release that mends it, and no farther one.
 *
 * Where the rollout of what is pinned has failed, and nothing else is to be done, it says so with the way back.
 *
 * @param named - the target somebody names: that, or nothing
 */
export function decideIstio(args: DecideArgs & { readonly lock: Lock }, named?: string): Decision {
    const decision = decideSound(args, named);
    const failed = failedRollout(args);
    if (failed === undefined || (decision.action !== "held" && decision.action !== "none")) return decision;
    return { ...decision, action: "held", reasons: [failed, ...decision.reasons] };
}

/** The same, where the pinned proxies have not failed. */
function decideSound(args: DecideArgs & { readonly lock: Lock }, named: string | undefined): Decision {
    const { settings, lock, catalog, at } = args;
    const request = istioRequest(settings, lock, args.holds);
    const choice = chooseTarget(request, catalog, at, named);
    const { verdict, target } = choice;
    const proposal =
        named === undefined
            ? proposeWider(request, catalog, at, { ...verdict, version: target ?? null })
            : undefined;
    const about = { warnings: choice.warnings, proposal };
    if (target === undefined || (named !== undefined && choice.reasons.length > 0))
        return { action: "held", reasons: choice.reasons, ...about };
    const first = attempt(target, args, choice, false);
    if ("settled" in first) {
        if (named !== undefined) return { action: "none", reasons: [], ...about };
        return { ...settleSettings(args, choice), ...about };
    }
    const others = named === undefined ? lesserTargets(target, lock, choice) : [];
    const hurried = choice.emergency?.version;
    const attempts = [
        () => first,
        ...others.map((version) => () => attempt(version, args, choice, false)),
        ...[target, ...others]
            .filter((version) => version === hurried)
            .map((version) => () => attempt(version, args, choice, true)),
    ];
    for (const take of attempts) {
        const taken = take();
        if (!("step" in taken)) continue;
        const meanwhile =
            taken.target === target || !("reasons" in first)
                ? []
                : first.reasons.map(
                      (reason) => `${target} waits, and ${taken.target} is taken meanwhile: ${reason}`,
                  );
        const warnings = [...about.warnings, ...meanwhile, ...taken.warnings];
        return { action: "step", step: taken.step, lock: taken.lock, reasons: [], warnings, proposal };
    }
    return { action: "held", reasons: "reasons" in first ? first.reasons : [], ...about };
}

/** What comes of going for a target now: its next step, why there is none yet, or that all is there. */
type Attempt =
    | {
          readonly target: string;
          readonly step: UpgradeStep;
          readonly lock: Lock;
          readonly warnings: readonly string[];
      }
    | { readonly reasons: readonly string[] }
    | { readonly settled: true };

/** @param hurried - whether the soak of the earlier waves is lifted for the control plane, because the pin is vulnerable */
function attempt(
    target: string,
    args: DecideArgs & { readonly lock: Lock },
    choice: TargetChoice,
    hurried: boolean,
): Attempt {
    const { steps, refusal } = wayTo(target, args.lock, args.settings, choice, args.cohorts?.().steps);
    if (refusal !== undefined) return { reasons: [refusal] };
    const [step, ...rest] = steps;
    if (!step) return { settled: true };
    const waves = judgeStep(args, steps, choice, { target, hurried });
    if (waves.reasons.length > 0) return { reasons: waves.reasons };
    const isStop = rest.length > 0 && concernsOn(step, target, choice).length > 0;
    const towards = rest.length > 0 ? target : undefined;
    return {
        target,
        step,
        lock: withStep(args, step, towards, isStop, choice),
        warnings: [...concernsOn(step, target, choice), ...waves.warnings],
    };
}

/**
 * Targets to fall back on, newest first: releases the gates let pass between the pin and the best one. What the control
 * plane runs already is one of them while its proxies or a gateway are behind, or releases that keep coming would leave them
 * there.
 */
function lesserTargets(target: string, { istio }: Lock, { allowed }: TargetChoice): readonly string[] {
    const { controlPlane, proxies, gateway = proxies, gateways = {}, tags = proxies } = istio;
    const isBehind = [proxies, gateway, ...Object.values(gateways), tags].some(
        ({ version }) => version !== controlPlane.version,
    );
    return allowed.filter(
        (version) =>
            semver.lt(version, target) &&
            (semver.gt(version, controlPlane.version) || (version === controlPlane.version && isBehind)),
    );
}

/** Everything is where it should be; perhaps the settings say something else about it than when it was pinned. */
function settleSettings(
    { settings, lock }: DecideArgs & { readonly lock: Lock },
    choice: TargetChoice,
): Pick<Decision, "action" | "step" | "lock" | "reasons"> {
    const { istio } = lock;
    const pinned = istio.controlPlane.version;
    const wanted = followSettings(lock, settings, choice);
    const fields = (
        ["range", "charts", "hub", "variant", "towards", "waivers", "gateway", "gateways", "tags"] as const
    ).filter((field) => JSON.stringify(istio[field]) !== JSON.stringify(wanted[field]));
    if (fields.length === 0) return { action: "none", reasons: [] };
    const why = `the versions stay, and ${fields.join(", ")} follow${fields.length === 1 ? "s" : ""} the settings`;
    const step = { part: "settings", from: pinned, to: pinned, why } as const;
    return { action: "step", step, lock: { ...lock, istio: wanted }, reasons: [] };
}
