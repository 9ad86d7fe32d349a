import { dayOf } from "../kit/day";
import { isInRange, parseRange } from "../kit/range";
import type { IstioLock, Lock, Pin } from "../settings/lock";
import { withoutUndefined } from "../kit/fields";
import { type GatewayPins, gatewayPins } from "../settings/gateway-pins";
import { pinOf, tagsPinned } from "../settings/pins";
import type { StackSettings } from "../settings/settings";
import type { TargetChoice } from "./choose-target";
import type { DecideArgs } from "./decision";
import { leavingAfter, versionsOf } from "./lock-versions";
import { namesOf } from "./settle";
import { after, movedGateway } from "./skew";
import { remember } from "./soak";
import type { UpgradeStep } from "./upgrade-step";

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
    const followers = followersAfter(step, lock, settings, since);
    const outside = !isInRange(
        versions.controlPlane,
        parseRange(settings.istio.range),
        settings.istio.allowPrerelease,
    );
    return {
        ...lock,
        istio: {
            ...withSettings(lock, settings),
            ...(step.part === "control-plane" ? { controlPlane: { version: step.to, since } } : {}),
            ...(step.part === "proxies" ? { proxies: { version: step.to, since, marked: true } } : {}),
            ...(step.part === "cohort"
                ? { proxies: { ...istio.proxies, next: versions.next && { ...versions.next, since } } }
                : {}),
            ...followers,
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
        isAhead(step, lock, followers)
            ? {}
            : { history: remember(lock, step.part, pinOf(lock, step.part), since) }),
    };
}

/** Whether a gateway moves, and what all of them have at least does not. */
function isAhead({ part }: UpgradeStep, lock: Lock, { gateway }: GatewayPins): boolean {
    return part === "gateway" && gateway?.version === pinOf(lock, "gateway").version;
}

/** Gateways and tags that have no pin of their own yet stay where they are when the workloads' proxies move. */
function followersAfter(
    step: UpgradeStep,
    lock: Lock,
    settings: StackSettings,
    since: string,
): GatewayPins & Pick<IstioLock, "tags"> {
    const { part, to: version } = step;
    const moved = movedGateway(step, versionsOf(lock, settings));
    if (part === "gateway" && moved !== undefined)
        return gatewayPins(lock, namesOf(settings), { name: moved, pin: { version, since } });
    if (part === "tags") return { tags: { version, since } };
    if (part !== "proxies") return {};
    // What cohorts of the workloads move to is none of theirs.
    const stays = (follower: "gateway" | "tags"): Pin => {
        const pin = pinOf(lock, follower);
        return { version: pin.version, since: pin.since };
    };
    return {
        ...(settings.gateways.length > 0 ? { gateway: stays("gateway") } : {}),
        ...(tagsPinned(settings) ? { tags: stays("tags") } : {}),
    };
}

/** What a lock says of Istio once no version moves any more: what the settings say, and no way to go. */
export function followSettings(
    lock: Lock,
    settings: StackSettings,
    choice: Pick<TargetChoice, "neededWaivers">,
): IstioLock {
    const { controlPlane, proxies } = lock.istio;
    return {
        ...withSettings(lock, settings),
        towards: undefined,
        waivers: waiversFor(controlPlane.version, proxies.version, settings, lock.istio, choice),
    };
}

function withSettings(lock: Lock, settings: StackSettings): IstioLock {
    const { gateway: _pin, gateways: _ahead, tags, ...istio } = lock.istio;
    const { range, charts, hub, variant } = settings.istio;
    const followed = { ...istio, range, charts, hub, variant };
    return {
        ...followed,
        ...withoutUndefined(gatewayPins(lock, namesOf(settings))),
        ...(tags && tagsPinned(settings) ? { tags } : {}),
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
