import semver from "semver";

import { exceptionFault } from "../cohorts/exceptions";
import { placeOf, startOf } from "../cohorts/place";
import { dayOf } from "../kit/day";
import { lastGatewayPin } from "../settings/gateway-pins";
import type { Lock } from "../settings/lock";
import type { TargetChoice } from "./choose-target";
import type { DecideArgs } from "./decision";
import { judgeSeen } from "./judge-seen";
import { judgeWait } from "./judge-wait";
import { judgeWindow } from "./judge-window";
import type { UpgradeStep } from "./upgrade-step";
import { type WaveVerdict, judgeWaves } from "./waves";

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
    const kept = movesLast(step) ? exceptionFault(cohorts?.().exceptions ?? [], dayOf(at.time)) : undefined;
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

/** Whether proxies move up that an exception may keep: those of its own cohort, and those that move with the pin. */
function movesLast({ part, from, to, through }: UpgradeStep): boolean {
    if (!semver.gt(to, from)) return false;
    return (
        part === "proxies" ||
        (part === "cohort" && through !== undefined && placeOf(through) > startOf("except"))
    );
}

const NOTHING: WaveVerdict = { reasons: [], warnings: [] };

function both(one: WaveVerdict, other: WaveVerdict): WaveVerdict {
    return { reasons: [...one.reasons, ...other.reasons], warnings: [...one.warnings, ...other.warnings] };
}
