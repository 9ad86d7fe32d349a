import semver from "semver";

import { exceptionFault } from "../cohorts/exceptions";
import type { Hold } from "../holds/hold";
import { heldVersions } from "../holds/holds-in-force";
import type { IstioLock, Lock } from "../settings/lock";
import type { StackSettings } from "../settings/settings";
import { DAY, dayOf } from "../kit/day";
import { parseDuration } from "../kit/duration";
import { proposeWider } from "../versions/proposal";
import { isInRange, parseRange } from "../kit/range";
import type { ResolveRequest } from "../versions/request";
import { requireSafe } from "./check-plan";
import { type TargetChoice, chooseTarget } from "./choose-target";
import type { DecideArgs, Decision } from "./decision";
import { failedRollout } from "./failed-rollout";
import { judgeSeen } from "./judge-seen";
import { judgeWait } from "./judge-wait";
import { judgeWindow } from "./judge-window";
import type { UpgradeStep } from "./upgrade-step";
import { type UpgradePlan, planUpgrade } from "./plan-upgrade";
import { modesOf } from "./restart-modes";
import { type MeshStep, type MeshVersions, type MeshWay, after, movedGateway } from "./skew";
import { remember } from "./soak";
import { type GatewayPins, gatewayPin, gatewayPins, lastGatewayPin } from "../settings/gateway-pins";
import { withoutUndefined } from "../kit/fields";
import { pinOf } from "../settings/pins";
import { namesOf } from "./settle";
import { type WaveVerdict, judgeWaves } from "./waves";
import { brokenOnTheWay } from "./way-pairs";

/** The resolver's question of a stack, as its settings and pins put it. */
export function istioRequest(
    { stack, istio, cluster }: StackSettings,
    lock: Lock | undefined,
    holds: readonly Hold[] = [],
): ResolveRequest {
    return {
        range: istio.range,
        kubernetes: cluster.kubernetes,
        current: lock?.istio.controlPlane.version,
        sidecars: lock ? [lock.istio.proxies.version] : [],
        strategy: istio.strategy,
        minimumAge: istio.minimumAge,
        allowPrerelease: istio.allowPrerelease,
        allowDowngrade: istio.allowDowngrade,
        holds: heldVersions(holds, "istio", stack),
        waivers: istio.waivers,
        mtls: istio.mtls,
        maxCatalogAge: daysOf(istio.catalogAge),
    };
}

/** Whole days of a duration such as `120d`. */
export function daysOf(duration: string): number {
    return Math.floor(parseDuration(duration) / DAY);
}

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
    const { controlPlane, proxies, gateway = proxies, gateways = {} } = istio;
    const isBehind = [proxies, gateway, ...Object.values(gateways)].some(
        ({ version }) => version !== controlPlane.version,
    );
    return allowed.filter(
        (version) =>
            semver.lt(version, target) &&
            (semver.gt(version, controlPlane.version) || (version === controlPlane.version && isBehind)),
    );
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

/** Whether the first of some steps may be taken now: after the earlier waves, and after the stack's own proxies. */
export function judgeStep(
    {
        settings,
        lock,
        fleet,
        at,
        evidence,
        windows,
        restarts,
        restarted,
        cohorts,
    }: Omit<DecideArgs, "catalog"> & { readonly lock: Lock },
    [step, following]: readonly UpgradeStep[],
    choice: TargetChoice,
    { target, hurried }: { readonly target?: string; readonly hurried: boolean } = {
        hurried: false,
    },
): WaveVerdict {
    if (!step) return NOTHING;
    const { part, from, to } = step;
    const { stack, fleet: wave } = settings;
    const mended = part === "prune" ? following : step;
    // Proxies have one release to go to, that of their control plane; a control plane has the nearest that mends.
    const waits = part === "control-plane" && !hurried;
    const mends = mended && !waits ? choice.mended(mended.from, mended.to) : [];
    const waves =
        part === "prune" || part === "restore"
            ? NOTHING
            : judgeWaves({
                  ...wave,
                  stack,
                  part: part === "cohort" ? "proxies" : part,
                  from,
                  to,
                  target,
                  fleet,
                  evidence,
                  at: at.time,
                  mends,
              });
    // What comes up again, or goes after the way back, is part of that way.
    const window = part === "restore" ? NOTHING : judgeWindow({ settings, windows, from, to, mends, at });
    const isLast = part === "proxies" && semver.gt(to, from);
    const kept = isLast ? exceptionFault(cohorts?.().exceptions ?? [], dayOf(at.time)) : undefined;
    const starts = both(both(waves, window), { reasons: kept === undefined ? [] : [kept], warnings: [] });
    if (wave.evidence === "required")
        return both(starts, judgeSeen({ settings, lock, step, evidence, at: at.time }));
    const begun = lock.istio.proxies.next;
    if (begun !== undefined && dayOf(at.time) <= begun.since && semver.gt(to, from)) {
        const reason = `the cohorts through ${begun.through} move since ${begun.since}, and the next waits a day`;
        return both(starts, { reasons: [reason], warnings: [] });
    }
    // By revision the pods keep their own istiod until it is pruned.
    const wanted = part === "prune" || lock.istio.leaving !== undefined;
    const { proxies } = lock.istio;
    const relies = part === "prune" || (part === "control-plane" && settings.istio.strategy === "in-place");
    const wait = judgeWait({
        step,
        moving: wanted,
        proxies,
        gateway: settings.gateways.length > 0 ? lastGatewayPin(lock) : undefined,
        soak: wave.soak,
        at: at.time,
        mends,
        restarts: relies ? restarts?.() : [],
        restarted: restarted !== undefined && restarted === from,
    });
    return both(starts, wait);
}

const NOTHING: WaveVerdict = { reasons: [], warnings: [] };

function both(one: WaveVerdict, other: WaveVerdict): WaveVerdict {
    return { reasons: [...one.reasons, ...other.reasons], warnings: [...one.warnings, ...other.warnings] };
}

/** The versions of a stack's lock, as plans and their proof see them. */
export function versionsOf(lock: Lock, { gateways }: Pick<StackSettings, "gateways">): MeshVersions {
    const { controlPlane, proxies, retiring, crds } = lock.istio;
    const { next } = proxies;
    return {
        controlPlane: controlPlane.version,
        proxies: proxies.version,
        gateways:
            gateways.length === 0
                ? undefined
                : Object.fromEntries(gateways.map(({ name }) => [name, gatewayPin(lock, name).version])),
        retiring,
        crds,
        next: next && { version: next.version, through: next.through },
    };
}

/** The version whose proxies may still run once a step is done, where no retiring revision says so. */
export function leavingAfter({ part, from }: MeshStep, { retiring }: MeshVersions): string | undefined {
    return (part === "proxies" || part === "gateway") && retiring !== from ? from : undefined;
}

/** How a stack's mesh moves. */
export function wayOf({ istio: { strategy, cni } }: Pick<StackSettings, "istio">): MeshWay {
    return { strategy, cni };
}

/** The lock after a step. Digests of what moves are left to who can fetch them. */
export function withStep(
    { settings, lock, catalog, at }: Omit<DecideArgs, "fleet"> & { readonly lock: Lock },
    step: UpgradeStep,
    towards: string | undefined,
    isStop: boolean,
    choice: Pick<TargetChoice, "neededWaivers">,
): Lock {
    const { istio } = lock;
    const versions = after(step, versionsOf(lock, settings), settings.istio.strategy);
    const since = dayOf(at.time);
    const pins = gatewaysAfter(step, lock, settings, since);
    const outside = !isInRange(
        versions.controlPlane,
        parseRange(settings.istio.range),
        settings.istio.allowPrerelease,
    );
    return {
        ...lock,
        istio: {
            ...followSettings(lock, settings),
            ...(step.part === "control-plane" ? { controlPlane: { version: step.to, since } } : {}),
            ...(step.part === "proxies" ? { proxies: { version: step.to, since } } : {}),
            ...(step.part === "cohort"
                ? { proxies: { ...istio.proxies, next: versions.next && { ...versions.next, since } } }
                : {}),
            ...pins,
            towards: outside || isStop ? towards : undefined,
            retiring: versions.retiring,
            leaving: step.part === "cohort" ? istio.leaving : leavingAfter(step, versions),
            crds: versions.crds,
            waivers: waiversFor(versions.controlPlane, versions.proxies, settings, istio, choice),
        },
        catalog: catalog.date,
        ...(step.part === "prune" ||
        step.part === "restore" ||
        step.part === "cohort" ||
        isAhead(step, lock, pins)
            ? {}
            : { history: remember(lock, step.part, pinOf(lock, step.part), since) }),
    };
}

/** Whether a gateway moves, and what all of them have at least does not. */
function isAhead({ part }: UpgradeStep, lock: Lock, { gateway }: GatewayPins): boolean {
    return part === "gateway" && gateway?.version === pinOf(lock, "gateway").version;
}

/** Gateways that have no pin of their own yet stay where they are when the workloads' proxies move. */
function gatewaysAfter(
    step: UpgradeStep,
    lock: Lock,
    { gateways }: StackSettings,
    since: string,
): GatewayPins {
    const { part, to: version } = step;
    const names = namesOf({ gateways });
    const name = movedGateway(step, versionsOf(lock, { gateways }));
    if (part === "gateway" && name !== undefined)
        return gatewayPins(lock, names, { name, pin: { version, since } });
    if (part !== "proxies" || names.length === 0 || lock.istio.gateway !== undefined) return {};
    // What cohorts of the workloads move to is none of the gateway's.
    const { version: stays, since: was } = pinOf(lock, "gateway");
    return { gateway: { version: stays, since: was } };
}

/** Everything is where it should be; perhaps the settings say something else about it than when it was pinned. */
function settleSettings(
    { settings, lock }: DecideArgs & { readonly lock: Lock },
    choice: TargetChoice,
): Pick<Decision, "action" | "step" | "lock" | "reasons"> {
    const { istio } = lock;
    const [controlPlane, proxies] = [istio.controlPlane.version, istio.proxies.version];
    const wanted: IstioLock = {
        ...followSettings(lock, settings),
        towards: undefined,
        waivers: waiversFor(controlPlane, proxies, settings, istio, choice),
    };
    const followed = [
        "range",
        "charts",
        "hub",
        "variant",
        "towards",
        "waivers",
        "gateway",
        "gateways",
    ] as const;
    const fields = followed.filter((field) => JSON.stringify(istio[field]) !== JSON.stringify(wanted[field]));
    if (fields.length === 0) return { action: "none", reasons: [] };
    const why = `the versions stay, and ${fields.join(", ")} follow${fields.length === 1 ? "s" : ""} the settings`;
    const step = { part: "settings", from: controlPlane, to: controlPlane, why } as const;
    return { action: "step", step, lock: { ...lock, istio: wanted }, reasons: [] };
}

function followSettings(lock: Lock, settings: StackSettings): IstioLock {
    const { gateway: _pin, gateways: _ahead, ...istio } = lock.istio;
    const { range, charts, hub, variant } = settings.istio;
    return {
        ...istio,
        range,
        charts,
        hub,
        variant,
        ...withoutUndefined(gatewayPins(lock, namesOf(settings))),
    };
}

/** What the pins need, of the waivers that the settings still hold. */
function waiversFor(
    controlPlane: string,
    proxies: string,
    settings: StackSettings,
    old: IstioLock,
    choice: Pick<TargetChoice, "neededWaivers">,
): readonly string[] {
    const held = new Set(settings.istio.waivers.map(({ id }) => id));
    // A proxy left behind may have been pinned under a waiver that nothing new needs.
    const behind = proxies === controlPlane ? [] : old.waivers.filter((id) => held.has(id));
    return [...new Set([...choice.neededWaivers(controlPlane), ...behind])].sort();
}
