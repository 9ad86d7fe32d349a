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
import { judgeWait } from "./judge-wait";
import { type UpgradePlan, type UpgradeStep, planUpgrade } from "./plan-upgrade";
import { modesOf } from "./restart-modes";
import { type MeshStep, type MeshVersions, type MeshWay, after } from "./skew";
import { type WaveVerdict, judgeWaves } from "./waves";

/** The resolver's question of a stack, as its settings and pins put it. */
export function istioRequest({ istio, cluster }: StackSettings, lock: Lock | undefined): ResolveRequest {
    return {
        range: istio.range,
        kubernetes: cluster.kubernetes,
        current: lock?.istio.controlPlane.version,
        sidecars: lock ? [lock.istio.proxies.version] : [],
        strategy: istio.strategy,
        minimumAge: istio.minimumAge,
        allowPrerelease: istio.allowPrerelease,
        allowDowngrade: istio.allowDowngrade,
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
    const start = { ...versionsOf(lock), ...wayOf(settings), target };
    const plan = planUpgrade({ ...start, bestOfMinor: choice.bestOfMinor, modes: modesOf(settings) });
    if (plan.refusal === undefined) requireSafe({ ...start, steps: plan.steps });
    return plan;
}

/** The next step of a stack's Istio that has a lock: the first of the plan, unless something holds it. */
export function decideIstio(args: DecideArgs & { readonly lock: Lock }): Decision {
    const { settings, lock, catalog, at } = args;
    const request = istioRequest(settings, lock);
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

/** Whether the first of some steps may be taken now: after the earlier waves, and after the stack's own proxies. */
export function judgeStep(
    { settings, lock, fleet, at, restarts, restarted }: Omit<DecideArgs, "catalog"> & { readonly lock: Lock },
    [step, following]: readonly UpgradeStep[],
    choice: TargetChoice,
): WaveVerdict {
    if (!step) return { reasons: [], warnings: [] };
    const { part, from, to } = step;
    const { stack, fleet: wave } = settings;
    const mended = part === "prune" ? following : step;
    const mends = mended ? choice.mended(mended.from, mended.to) : [];
    const waves =
        part === "prune" || part === "restore"
            ? { reasons: [], warnings: [] }
            : judgeWaves({ ...wave, stack, part, from, to, fleet, at: at.time, mends });
    // By revision the pods keep their own istiod until it is pruned.
    const wanted = part === "prune" || lock.istio.leaving !== undefined;
    const relies = part === "prune" || (part === "control-plane" && settings.istio.strategy === "in-place");
    const wait = judgeWait({
        step,
        moving: wanted,
        proxies: lock.istio.proxies,
        soak: wave.soak,
        at: at.time,
        mends,
        restarts: relies ? restarts?.() : [],
        restarted: restarted !== undefined && restarted === from,
    });
    return { reasons: [...waves.reasons, ...wait.reasons], warnings: [...waves.warnings, ...wait.warnings] };
}

/** The versions of a lock, as plans and their proof see them. */
export function versionsOf({ istio: { controlPlane, proxies, retiring, crds } }: Lock): MeshVersions {
    return { controlPlane: controlPlane.version, proxies: proxies.version, retiring, crds };
}

/** The version whose proxies may still run once a step is done, where no retiring revision says so. */
export function leavingAfter({ part, from }: MeshStep, { retiring }: MeshVersions): string | undefined {
    return part === "proxies" && retiring !== from ? from : undefined;
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
    choice: Pick<TargetChoice, "neededWaivers">,
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
            leaving: leavingAfter(step, versions),
            crds: versions.crds,
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
    choice: Pick<TargetChoice, "neededWaivers">,
): readonly string[] {
    const held = new Set(settings.istio.waivers.map(({ id }) => id));
    // A proxy left behind may have been pinned under a waiver that nothing new needs.
    const behind = proxies === controlPlane ? [] : old.waivers.filter((id) => held.has(id));
    return [...new Set([...choice.neededWaivers(controlPlane), ...behind])].sort();
}
