import semver from "semver";

import { revisionName } from "../kit/revision-name";
import type { Pin } from "../settings/lock";
import { DAY, dayStart } from "../kit/day";
import { parseDuration } from "../kit/duration";
import type { MeshStep } from "./skew";
import { whenOver } from "./soak";
import type { WaveVerdict } from "./waves";

export interface WaitArgs {
    /** A step that changes or takes away an istiod that proxies on their way may still need. */
    readonly step: MeshStep;
    /** Whether proxies may still be on their way: the lock says what they leave. */
    readonly moving: boolean;
    /** What the proxies are pinned to now; they move since the day of it. */
    readonly proxies: Pin;
    /** What the gateway is pinned to now: it moves after the proxies. @default there is none */
    readonly gateway?: Pin | undefined;
    /** Time a version must live in an earlier wave, of this stack, `7d`: its proxies get as long, and a day at least. */
    readonly soak: string;
    /** The moment that is asked about, in milliseconds. */
    readonly at: number;
    /** Faults of what runs now that the step, or the one after a prune, mends: then a day is enough. */
    readonly mends: readonly string[];
    /** Workloads whose pods keep their proxy until somebody restarts them. @default none */
    readonly restarts?: readonly string[];
    /** Whether a person has said that these were restarted. @default false */
    readonly restarted?: boolean;
}

/** As many workloads as a reader wants to see. */
const SHOWN = 5;

/**
 * Whether the proxies have had the time to move before the next step relies on it: a control plane that moves, in either
 * direction and by either strategy, or a retired revision that goes. A new pin moves no proxy at once: Flagger promotes a
 * primary only after its analysis, and rollouts are slow.
 *
 * This is for a stack of whose cluster nothing is seen (`fleet.evidence: none`), so time has to do: the soak, and a day at
 * least; so have a gateway and tags that follow them, and what relies on it. Where pods move by a restart only, no time is enough, and a prune waits for a person's word. Evidence takes the
 * place of both: judge-seen.ts.
 *
 * Proxies that go back wait for nothing: their istiod is up.
 */
export function judgeWait(args: WaitArgs): WaveVerdict {
    const { step, proxies, gateway = proxies, soak, at, mends } = args;
    const isFollowing = (step.part === "gateway" || step.part === "tags") && semver.gt(step.to, step.from);
    const relies = step.part === "control-plane" || step.part === "prune" || isFollowing;
    if (!relies) return { reasons: [], warnings: [] };
    if (!args.moving) return restartsOf(args);
    // A gateway has followed proxies that had their time, and itself moves within minutes.
    const isGateway = gateway.since > proxies.since;
    const wanted = isGateway ? DAY : Math.max(DAY, parseDuration(soak));
    const [what, last] = isGateway ? ["gateway moves", gateway] : ["proxies move", proxies];
    const moved = dayStart(last.since) ?? Infinity;
    const text = wanted > DAY ? soak : "1d";
    const lifted = mends.length > 0 && at < moved + wanted;
    const over = moved + (lifted ? DAY : wanted);
    if (at < over) {
        const held = `the ${what} to ${last.version} since ${last.since}, and the soak of ${lifted ? "1d" : text} is over ${whenOver(over)}`;
        return { reasons: [`${subjectOf(step)}: ${held}`], warnings: [] };
    }
    const which = step.part === "prune" ? "the next step" : `the move to ${step.to}`;
    const lift = `the soak of ${text} is lifted, and a day is enough: ${which} mends ${mends.join(", ")}`;
    const asked = restartsOf(args);
    if (asked.reasons.length > 0) return asked;
    return { reasons: [], warnings: [...(lifted ? [lift] : []), ...asked.warnings] };
}

function subjectOf({ part, from }: MeshStep): string {
    if (part === "gateway") return `the gateway stays at ${from} until the proxies have moved`;
    if (part === "tags") return `the tags stay at ${from} until the proxies have moved`;
    return part === "prune"
        ? `revision ${revisionName(from)} stays until its proxies are gone`
        : `the control plane stays at ${from} until the proxies have followed`;
}

/** What only a person can know. */
function restartsOf({ step, restarts = [], restarted = false }: WaitArgs): WaveVerdict {
    const look = `no cluster was asked: before it is merged, every canary must have been promoted and no pod run the proxy ${step.from}`;
    if (step.part !== "prune") {
        if (restarts.length === 0) return { reasons: [], warnings: [] };
        const behind = `pods of ${briefly(restarts)} have the proxy of the day they were started: restart them, or they fall behind the control plane ${step.to}`;
        return { reasons: [], warnings: [behind] };
    }
    if (restarts.length === 0 || restarted) return { reasons: [], warnings: [look] };
    const who = `the new pin has moved no pod of ${briefly(restarts)}: restart them (kubectl rollout restart), see that no pod runs the proxy ${step.from}, and say so with --restarted ${step.from}`;
    return { reasons: [`${subjectOf(step)}, and ${who}`], warnings: [] };
}

function briefly(ids: readonly string[]): string {
    const shown = ids.slice(0, SHOWN).join(", ");
    return ids.length <= SHOWN ? shown : `${shown} and ${ids.length - SHOWN} more`;
}
