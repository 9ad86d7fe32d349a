import semver from "semver";

import type { Lock } from "../settings/lock";
import { chooseTarget } from "./choose-target";
import { istioRequest } from "./istio-request";
import { withStep } from "./lock-after";
import { wayTo } from "./way-to";
import type { DecideArgs, Decision, UpdatePart } from "./decision";
import { failedRollout } from "./failed-rollout";
import { judgeSeen } from "./judge-seen";
import { TOOL_NAMES } from "../settings/pinned-parts";
import { isInRange, parseRange } from "../kit/range";

/**
 * The next step back to the Istio that ran before: the gateway first, for all traffic goes through it; with another run
 * the proxies, for a proxy is never newer than its control plane; and then that. Half way up only the control plane is taken back.
 *
 * No gate is asked: what it goes back to ran here, and waiting is what it is there to avoid. The way itself is proved as
 * any other. What was taken back holds itself, for the stack and the waves after it, by the history of its lock.
 */
export function decideRollback(args: DecideArgs): Decision {
    const { settings, lock, catalog, at, evidence } = args;
    const target = lock && versionBefore(lock);
    if (!lock || target === undefined) return held("the lock remembers no older Istio that ran before");
    const { range, allowPrerelease } = settings.istio;
    if (!isInRange(target, parseRange(range), allowPrerelease))
        return held(
            `${target} ran before and is outside the range ${range}: set windlass:istio.range back first`,
        );
    const request = { ...istioRequest(settings, lock), allowDowngrade: true };
    const choice = chooseTarget(request, catalog, at, target);
    const { steps, refusal } = wayTo(target, lock, settings, choice, args.cohorts?.().steps);
    if (refusal !== undefined) return held(refusal);
    const [step] = steps;
    if (!step) return { action: "none", reasons: [], warnings: [] };
    // The proxies that failed are what it leaves: only what comes after them needs to have been seen.
    const isOfProxies =
        step.part === "proxies" || step.part === "cohort" || step.part === "gateway" || step.part === "tags";
    if (!isOfProxies && settings.fleet.evidence === "required") {
        const { reasons } = judgeSeen({ settings, lock, step, evidence, at: at.time });
        if (reasons.length > 0) return { action: "held", reasons, warnings: [] };
    }
    const warnings =
        step.part === "control-plane"
            ? [`merge it once no pod has a proxy newer than ${step.to}: windlass status`]
            : step.part === "proxies"
              ? [
                    `where ${step.from} is still analysed, Flagger goes on: before you merge it, npm run -s windlass -- rollout abort --stack ${settings.stack} --all --reason "…"`,
                ]
              : [];
    return {
        action: "step",
        step,
        lock: withStep({ ...args, lock }, step, undefined, false, choice),
        reasons: [],
        warnings,
    };
}

/**
 * The same, in place of a decision about a stack whose rollout was seen to fail, unless that decision moves Istio itself: the
 * way back of a rollout that halted while nobody was there. Where there is none, the decision stays as it is.
 */
export function orTakeBack(decision: Decision, args: DecideArgs): Decision {
    const { lock } = args;
    const failed = lock && failedRollout({ ...args, lock });
    const moves = decision.step && systemOfPart(decision.step.part) === "istio";
    if (moves) return decision;
    if (failed === undefined)
        return lock === undefined ? decision : orGoBackFurther(decision, { ...args, lock });
    const back = decideRollback(args);
    if (back.action !== "step") return decision;
    return { ...back, warnings: [failed, ...back.warnings, ...decision.warnings] };
}

/**
 * The next cohort of a way back that was begun: its version is held, and what is left of it has not failed. Each is analysed on
 * its way back as well, so that it waits, as on the way up, until the ones before it were seen where they belong.
 */
function orGoBackFurther(decision: Decision, args: DecideArgs & { readonly lock: Lock }): Decision {
    const { settings, lock, holds = [], evidence, at } = args;
    const { version, next } = lock.istio.proxies;
    const begun = holds.find(
        (hold) => hold.system === "istio" && hold.of !== undefined && hold.version === next?.version,
    );
    if (!next || !begun || settings.fleet.evidence !== "required") return decision;
    const on = { part: "cohort", from: version, to: next.version } as const;
    const { reasons } = judgeSeen({ settings, lock, step: on, evidence, at: at.time });
    const why = `${next.version} was ${begun.reason}, and the cohorts that have it go back too`;
    if (reasons.length > 0)
        return { action: "held", reasons: [why, ...reasons], warnings: decision.warnings };
    const back = decideRollback(args);
    if (back.action !== "step") return decision;
    return { ...back, warnings: [why, ...back.warnings, ...decision.warnings] };
}

/** Whether a step is one of Istio, or of a tool. */
function systemOfPart(part: UpdatePart): "istio" | "tool" | undefined {
    if (part === "settings" || part === "digests") return undefined;
    return (TOOL_NAMES as readonly string[]).includes(part) ? "tool" : "istio";
}

/**
 * What ran before the last step: of proxies, or of a gateway, that are behind, their own version; else the last older one
 * the proxies had.
 */
function versionBefore({ istio, history = [] }: Lock): string | undefined {
    const { controlPlane, proxies, gateway = proxies, tags = proxies, leaving, retiring } = istio;
    if (semver.lt(proxies.version, controlPlane.version)) return proxies.version;
    if (semver.lt(gateway.version, proxies.version)) return gateway.version;
    if (semver.lt(tags.version, proxies.version)) return tags.version;
    const past = history.filter(({ part }) => part === "proxies").map(({ version }) => version);
    return [...past, retiring, leaving]
        .filter((version) => version !== undefined && semver.lt(version, proxies.version))
        .at(-1);
}

function held(reason: string): Decision {
    return { action: "held", reasons: [reason], warnings: [] };
}
