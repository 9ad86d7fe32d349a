import { DEFAULT_REVISION, otherRevision, revisionOf } from "../mesh/revision";
import type { IstioLock, Lock } from "../settings/lock";
import { DAY, dayOf, dayStart } from "../kit/day";
import { parseDuration } from "../kit/duration";
import type { DecideArgs, Decision } from "./decision";
import { judgeSeen } from "./judge-seen";
import { whenOver } from "./soak";

type Args = Pick<DecideArgs, "settings" | "at" | "evidence" | "restarts" | "restarted"> & {
    readonly lock: Lock;
};

/**
 * The first step of a move to the other strategy, once `istio.strategy` says it: the istiod of the new strategy comes up
 * beside the one that serves every proxy. The second moves the proxies ({@link decideStrategyMove}), the third takes the old
 * istiod away. Both have one version, and no pin moves until the move is over.
 */
export function beginStrategyMove({ settings, lock, at }: Args): Decision {
    const { istio } = lock;
    const { version } = istio.controlPlane;
    if (istio.strategyMove !== undefined)
        return held("the move to the other strategy has begun: run update without --only");
    const fault = beginFault(istio);
    if (fault !== undefined) return held(fault);
    const why = `${nameOf(revisionOf(settings, version))} comes up, and ${nameOf(otherRevision(settings, version))} serves every proxy until they have moved`;
    return step("strategy", lock, { strategyMove: "old", strategySince: dayOf(at.time) }, why);
}

/** The next step of a move to the other strategy that has begun. */
export function decideStrategyMove(args: Args): Decision {
    const { settings, lock, at } = args;
    const { version } = lock.istio.controlPlane;
    const [old, now] = [nameOf(otherRevision(settings, version)), nameOf(revisionOf(settings, version))];
    if (settings.fleet.evidence === "required") return decideBySeen(args, old, now);
    if (lock.istio.strategyMove === "old") {
        const why = `${now} is up, and ${old} stays until it is taken away`;
        return step("strategy-proxies", lock, { strategyMove: "new", strategySince: dayOf(at.time) }, why);
    }
    const reason = waitFor(args, old, now);
    if (reason !== undefined) return held(reason);
    const why = `once every canary is promoted and every pod that only a restart moves was restarted, no proxy asks ${old} any more`;
    const look = `no cluster was asked: before it is merged, every canary must have been promoted and no pod ask ${old}`;
    return { ...step("strategy-prune", lock, {}, why), warnings: [look] };
}

/** The same two steps, as soon as what they rely on was seen. */
function decideBySeen({ settings, lock, at, evidence }: Args, old: string, now: string): Decision {
    const { version } = lock.istio.controlPlane;
    const part = lock.istio.strategyMove === "old" ? "strategy-proxies" : "strategy-prune";
    const { reasons, warnings } = judgeSeen({
        settings,
        lock,
        step: { part, from: version, to: version },
        evidence,
        at: at.time,
    });
    if (reasons.length > 0) return { action: "held", reasons, warnings: [] };
    const next =
        part === "strategy-prune"
            ? step(part, lock, {}, `no proxy asks ${old} any more`)
            : step(
                  part,
                  lock,
                  { strategyMove: "new", strategySince: dayOf(at.time) },
                  `${now} is alive, and ${old} stays until it is taken away`,
              );
    return { ...next, warnings };
}

/** The same wait as that of a prune: a new pin moves no proxy at once. */
function waitFor(
    { settings, lock, at, restarts, restarted }: Args,
    old: string,
    now: string,
): string | undefined {
    const { soak } = settings.fleet;
    const wanted = Math.max(DAY, parseDuration(soak));
    const { strategySince = "", controlPlane } = lock.istio;
    const over = (dayStart(strategySince) ?? Infinity) + wanted;
    const stays = `${old} stays until its proxies are gone`;
    if (at.time < over)
        return `${stays}: they move to ${now} since ${strategySince}, and the soak of ${wanted > DAY ? soak : "1d"} is over ${whenOver(over)}`;
    const still = restarts?.() ?? [];
    if (still.length === 0 || restarted === controlPlane.version) return undefined;
    const shown = still.slice(0, 5).join(", ");
    return `${stays}, and nothing has moved the pods of ${still.length > 5 ? `${shown} and ${still.length - 5} more` : shown}: restart them (kubectl rollout restart), and say so with --restarted ${controlPlane.version}`;
}

/** Why a lock cannot begin a move to the other strategy; undefined where it can. */
export function beginFault({
    controlPlane,
    proxies,
    gateway = proxies,
    gateways = {},
    tags = proxies,
    retiring,
}: IstioLock): string | undefined {
    const aside = [gateway, ...Object.values(gateways)].find(({ version }) => version !== proxies.version);
    if (aside !== undefined)
        return `an upgrade is under way (proxies ${proxies.version}, gateway ${aside.version}): finish it under the old strategy first`;
    if (tags.version !== proxies.version)
        return `an upgrade is under way (proxies ${proxies.version}, tags ${tags.version}): finish it under the old strategy first`;
    if (controlPlane.version !== proxies.version)
        return `an upgrade is under way (control plane ${controlPlane.version}, proxies ${proxies.version}): finish it under the old strategy first`;
    if (retiring !== undefined)
        return `revision ${retiring} is retiring: let it be pruned under the old strategy first`;
    return undefined;
}

function step(
    part: "strategy" | "strategy-proxies" | "strategy-prune",
    lock: Lock,
    move: Pick<IstioLock, "strategyMove" | "strategySince">,
    why: string,
): Decision {
    const { strategyMove: _, strategySince: __, ...istio } = lock.istio;
    const { version } = istio.controlPlane;
    return {
        action: "step",
        step: { part, from: version, to: version, why },
        lock: { ...lock, istio: { ...istio, ...move } },
        reasons: [],
        warnings: [],
    };
}

function held(reason: string): Decision {
    return { action: "held", reasons: [reason], warnings: [] };
}

function nameOf(revision: string): string {
    return revision === DEFAULT_REVISION
        ? "the istiod without a revision"
        : `the istiod of revision ${revision}`;
}
