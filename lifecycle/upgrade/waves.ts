import semver from "semver";

import type { Lock, Pin } from "../stack/lock";
import { DAY, dayOf, dayStart } from "../versions/day";
import { parseDuration } from "../versions/duration";

/** What a lock pins, each with its own version. */
export type PinnedPart = "control-plane" | "proxies" | "flux" | "flux-operator" | "flagger";

/** Another stack, as waves look at it. */
export interface FleetMember {
    readonly stack: string;
    readonly wave: number;
    /** Undefined where it has none, or where it cannot be read: then nobody knows what runs there. */
    readonly lock?: Lock | undefined;
}

export interface WaveArgs {
    readonly stack: string;
    readonly wave: number;
    /** Time the version must have lived in the earlier waves, of this stack: `7d`. */
    readonly soak: string;
    readonly part: PinnedPart;
    /** What runs now. */
    readonly from: string;
    readonly to: string;
    readonly fleet: readonly FleetMember[];
    /** The moment that is asked about, in milliseconds. */
    readonly at: number;
    /** Faults of what runs now that `to` mends: the soak is not waited for then, the earlier waves still are. */
    readonly mends: readonly string[];
}

/** What waves say about a step. */
export interface WaveVerdict {
    /** Why it has to wait, one sentence a stack, without its full stop; none where it may be taken. */
    readonly reasons: readonly string[];
    readonly warnings: readonly string[];
}

/**
 * Whether the earlier waves have done what this stack is about to do: every stack of them runs at least the version, in
 * the same part, since at least the soak. The day a pin was written is the day its own version began: a stack of an
 * earlier wave that has moved on since starts to count anew.
 *
 * A step back is never held: nothing may stand in the way of a rollback.
 */
export function judgeWaves(args: WaveArgs): WaveVerdict {
    const { wave, part, from, to, soak, at, mends } = args;
    if (semver.lt(to, from)) return { reasons: [], warnings: [] };
    const reasons: string[] = [];
    const lifted: string[] = [];
    for (const member of earlier(args.fleet, wave)) {
        const who = `${member.stack} (wave ${member.wave})`;
        const pin = member.lock && pinOf(member.lock, part);
        if (!pin) {
            reasons.push(`${who} has no lock that says what runs there, and wave ${wave} follows it`);
        } else if (semver.lt(pin.version, to)) {
            reasons.push(`${who} runs ${PART_NAMES[part]} ${pin.version}, and wave ${wave} follows it`);
        } else {
            const over = (dayStart(pin.since) ?? Infinity) + parseDuration(soak);
            if (at >= over) continue;
            if (mends.length > 0) lifted.push(member.stack);
            else
                reasons.push(
                    `${who} runs ${pin.version} since ${pin.since}, and the soak of ${soak} is over ${whenOver(over)}`,
                );
        }
    }
    if (reasons.length > 0 || lifted.length === 0) return { reasons, warnings: [] };
    const why = `${from} has ${mends.join(", ")}, ${to} has not`;
    return { reasons, warnings: [`the soak of ${soak} in ${lifted.join(", ")} is lifted: ${why}`] };
}

/** What a part is called in a sentence. */
export const PART_NAMES: Readonly<Record<PinnedPart, string>> = {
    "control-plane": "the control plane",
    proxies: "the proxies",
    flux: "Flux",
    "flux-operator": "flux-operator",
    flagger: "Flagger",
};

/** The pin of a part. */
export function pinOf({ istio, flux, flagger }: Lock, part: PinnedPart): Pin {
    switch (part) {
        case "control-plane":
            return istio.controlPlane;
        case "proxies":
            return istio.proxies;
        case "flux":
            return flux.distribution;
        case "flux-operator":
            return flux.operator;
        case "flagger":
            return flagger.release;
    }
}

function earlier(fleet: readonly FleetMember[], wave: number): readonly FleetMember[] {
    const before = fleet.filter((member) => member.wave < wave);
    return before.sort((a, b) => a.wave - b.wave || (a.stack < b.stack ? -1 : 1));
}

/** When a soak is over: `on 2026-10-08`, the first day on which `--at` finds it so. */
export function whenOver(time: number): string {
    if (!Number.isFinite(time)) return "on a day nobody knows";
    const day = dayOf(time);
    return `on ${dayStart(day) === time ? day : dayOf(time + DAY)}`;
}
