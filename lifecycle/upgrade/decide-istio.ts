import type { Hold } from "../holds/hold";
import { heldVersions } from "../holds/holds-in-force";
import type { IstioLock, Lock } from "../stack/lock";
import type { StackSettings } from "../stack/settings";
import { DAY, dayOf } from "../versions/day";
import { parseDuration } from "../versions/duration";
import { proposeWider } from "../versions/proposal";
import { isInRange, parseRange } from "../versions/range";
import type { ResolveRequest } from "../versions/request";
import { requireSafe } from "./check-plan";
import { type TargetChoice, chooseTarget } from "./choose-target";
import type { DecideArgs, Decision } from "./decision";
import { judgePrune } from "./judge-prune";
import { type UpgradePlan, type UpgradeStep, planUpgrade } from "./plan-upgrade";
import { type MeshVersions, after } from "./skew";
import { type WaveVerdict, judgeWaves } from "./waves";

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
): UpgradePlan {
    const { strategy } = settings.istio;
    const start = { ...versionsOf(lock), target, strategy };
    const plan = planUpgrade({ ...start, bestOfMinor: choice.bestOfMinor });
    if (plan.refusal === undefined) requireSafe({ ...start, steps: plan.steps });
    return plan;
}

/** The next step of a stack's Istio that has a lock: the first of the plan, unless something holds it. */
export function decideIstio(args: DecideArgs & { readonly lock: Lock }): Decision {
    const { settings, lock, catalog, at } = args;
    const request = istioRequest(settings, lock, args.holds);
    const choice = chooseTarget(request, catalog, at);
    const { verdict, target } = choice;
    const proposal = proposeWider(request, catalog, at, { ...verdict, version: target ?? null });
    const about = { warnings: verdict.warnings, proposal };
    if (target === undefined) return { action: "held", reasons: choice.reasons, ...about };
    const { steps, refusal } = wayTo(target, lock, settings, choice);
    if (refusal !== undefined) return { action: "held", reasons: [refusal], ...about };
    const [step, ...rest] = steps;
    if (!step) return { ...settleSettings(args, choice), ...about };
    const waves = judgeStep(args, steps, choice);
    if (waves.reasons.length > 0) return { action: "held", reasons: waves.reasons, ...about };
    const towards = rest.length > 0 ? target : undefined;
    return {
        action: "step",
        step,
        lock: withStep(args, step, towards, choice),
        reasons: [],
        warnings: [...about.warnings, ...waves.warnings],
        proposal,
    };
}

/** Whether the first of some steps may be taken now, after the earlier waves; of a prune, after the stack's own proxies. */
export function judgeStep(
    { settings, lock, fleet, at }: Omit<DecideArgs, "catalog"> & { readonly lock: Lock },
    [step, following]: readonly UpgradeStep[],
    choice: TargetChoice,
): WaveVerdict {
    if (!step) return { reasons: [], warnings: [] };
    const { part, from, to } = step;
    const { stack, fleet: wave } = settings;
    const mended = part === "prune" ? following : step;
    const mends = mended ? choice.mended(mended.from, mended.to) : [];
    if (part !== "prune") return judgeWaves({ ...wave, stack, part, from, to, fleet, at: at.time, mends });
    return judgePrune({
        retiring: from,
        proxies: lock.istio.proxies,
        soak: wave.soak,
        at: at.time,
        mends,
    });
}

function versionsOf({ istio: { controlPlane, proxies, retiring } }: Lock): MeshVersions {
    return { controlPlane: controlPlane.version, proxies: proxies.version, retiring };
}

/** The lock after a step. Digests of what moves are left to who can fetch them. */
function withStep(
    { settings, lock, catalog, at }: DecideArgs & { readonly lock: Lock },
    step: UpgradeStep,
    towards: string | undefined,
    choice: TargetChoice,
): Lock {
    const { istio } = lock;
    const versions = after(step, versionsOf(lock), settings.istio.strategy);
    const since = dayOf(at.time);
    const outside = !isInRange(
        versions.controlPlane,
        parseRange(settings.istio.range),
        settings.istio.allowPrerelease,
    );
    return {
        ...lock,
        istio: {
            ...followSettings(istio, settings),
            ...(step.part === "control-plane" ? { controlPlane: { version: step.to, since } } : {}),
            ...(step.part === "proxies" ? { proxies: { version: step.to, since } } : {}),
            towards: outside ? towards : undefined,
            retiring: versions.retiring,
            waivers: waiversFor(versions.controlPlane, versions.proxies, settings, istio, choice),
        },
        catalog: catalog.date,
    };
}

/** Everything is where it should be; perhaps the settings say something else about it than when it was pinned. */
function settleSettings(
    { settings, lock }: DecideArgs & { readonly lock: Lock },
    choice: TargetChoice,
): Pick<Decision, "action" | "step" | "lock" | "reasons"> {
    const { istio } = lock;
    const [controlPlane, proxies] = [istio.controlPlane.version, istio.proxies.version];
    const wanted: IstioLock = {
        ...followSettings(istio, settings),
        towards: undefined,
        waivers: waiversFor(controlPlane, proxies, settings, istio, choice),
    };
    const fields = (["range", "charts", "hub", "variant", "towards", "waivers"] as const).filter(
        (field) => JSON.stringify(istio[field]) !== JSON.stringify(wanted[field]),
    );
    if (fields.length === 0) return { action: "none", reasons: [] };
    const why = `the versions stay, and ${fields.join(", ")} follow${fields.length === 1 ? "s" : ""} the settings`;
    const step = { part: "settings", from: controlPlane, to: controlPlane, why } as const;
    return { action: "step", step, lock: { ...lock, istio: wanted }, reasons: [] };
}

function followSettings(
    istio: IstioLock,
    { istio: { range, charts, hub, variant } }: StackSettings,
): IstioLock {
    return { ...istio, range, charts, hub, variant };
}

/** What the pins need, of the waivers that the settings still hold. */
function waiversFor(
    controlPlane: string,
    proxies: string,
    settings: StackSettings,
    old: IstioLock,
    choice: TargetChoice,
): readonly string[] {
    const held = new Set(settings.istio.waivers.map(({ id }) => id));
    // A proxy left behind may have been pinned under a waiver that nothing new needs.
    const behind = proxies === controlPlane ? [] : old.waivers.filter((id) => held.has(id));
    return [...new Set([...choice.neededWaivers(controlPlane), ...behind])].sort();
}
