import semver from "semver";

import { withoutUndefined } from "../kit/fields";
import { gatewayPins } from "../settings/gateway-pins";
import type { IstioLock, Lock } from "../settings/lock";
import { type LockedSystem, RANGED_TOOLS, TOOL_SYSTEMS, systemOfTool } from "../settings/pinned-parts";
import { pinOf, systemName, tagsPinned } from "../settings/pins";
import type { StackSettings } from "../settings/settings";
import { isInRange, parseRange } from "../kit/range";
import type { UpdateStep } from "./decision";

/**
 * The lock as the settings want it, in every state, without a pin that moves: ranges, chart source, registry and variant
 * follow; what lies outside its range now is named (`outside`); a hop that leads nowhere any more and waivers that were
 * taken away are gone, and so is the pin of a gateway where there is none.
 */
export function settledLock(settings: StackSettings, lock: Lock): Lock {
    const { range, charts, hub, variant, waivers } = settings.istio;
    const held = new Set(waivers.map(({ id }) => id));
    const kept = lock.istio.waivers.filter((id) => held.has(id));
    return withRanges(settings, {
        ...lock,
        istio: { ...lock.istio, range, charts, hub, variant, waivers: kept },
    });
}

/** A lock with the ranges of the settings, and with what lies outside of them. */
export function withRanges(settings: StackSettings, lock: Lock): Lock {
    const { towards, gateway: _pin, gateways: _ahead, tags, ...istio } = lock.istio;
    const { outside: _, catalog, ...rest } = lock;
    const kept = towards !== undefined && leadsInto(settings, lock.istio, towards) ? { towards } : {};
    const next = {
        ...rest,
        istio: {
            ...istio,
            ...withoutUndefined(gatewayPins(lock, namesOf(settings))),
            ...(tags && tagsPinned(settings) ? { tags } : {}),
            ...kept,
            range: settings.istio.range,
        },
        ...Object.fromEntries(
            TOOL_SYSTEMS.map((system) => [system, { ...lock[system], range: settings[system].range }]),
        ),
    };
    const outside = systemsOutside(settings, { ...next, catalog });
    return { ...next, ...(outside.length > 0 ? { outside } : {}), catalog };
}

/** Names of a stack's gateways, in the order in which an upgrade moves them. */
export function namesOf({ gateways }: Pick<StackSettings, "gateways">): readonly string[] {
    return gateways.map(({ name }) => name);
}

/** Systems whose pins lie outside their range, with no hop that says where they are going. */
export function systemsOutside(settings: StackSettings, lock: Lock): readonly LockedSystem[] {
    const { istio } = lock;
    const inRange = (version: string, range: string, prerelease = false): boolean =>
        isInRange(version, parseRange(range), prerelease);
    const tools = RANGED_TOOLS.filter(
        (tool) => !inRange(pinOf(lock, tool).version, settings[systemOfTool(tool)].range),
    );
    const out: LockedSystem[] = tools.map(systemOfTool).sort();
    const { range, allowPrerelease } = settings.istio;
    if (istio.towards === undefined && !inRange(istio.controlPlane.version, range, allowPrerelease))
        out.push("istio");
    return out;
}

/** Whether a hop still leads into the range, in a direction the settings allow. */
export function leadsInto(settings: StackSettings, { controlPlane }: IstioLock, towards: string): boolean {
    const { range, allowPrerelease, allowDowngrade } = settings.istio;
    if (!isInRange(towards, parseRange(range), allowPrerelease)) return false;
    if (semver.gt(towards, controlPlane.version)) return true;
    return allowDowngrade && semver.lt(towards, controlPlane.version);
}

/** The step that settles a lock; undefined where it is settled. */
export function settleStep(
    settings: StackSettings,
    lock: Lock,
): { readonly step: UpdateStep; readonly lock: Lock } | undefined {
    const settled = settledLock(settings, lock);
    const fields = changedFields(lock, settled);
    if (fields.length === 0) return undefined;
    const { version } = lock.istio.controlPlane;
    const why = `the versions stay, and ${fields.join(", ")} follow${fields.length === 1 ? "s" : ""} the settings`;
    return { step: { part: "settings", from: version, to: version, why }, lock: settled };
}

function changedFields(lock: Lock, settled: Lock): readonly string[] {
    const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);
    const fields = [
        "range",
        "charts",
        "hub",
        "variant",
        "towards",
        "waivers",
        "gateway",
        "gateways",
        "tags",
    ] as const;
    const istio = fields.filter((field) => differs(lock.istio[field], settled.istio[field]));
    return [
        ...istio,
        ...TOOL_SYSTEMS.filter((system) => differs(lock[system].range, settled[system].range)).map(
            (system) => `the range of ${systemName(system)}`,
        ),
        ...(differs(lock.outside ?? [], settled.outside ?? []) ? ["outside"] : []),
    ];
}
