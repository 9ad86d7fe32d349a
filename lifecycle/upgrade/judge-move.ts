import semver from "semver";

import { gatewayPin, lastGatewayPin } from "../settings/gateway-pins";
import type { Lock, Pin } from "../settings/lock";
import { leavingAfter, versionsOf, wayOf } from "./lock-versions";
import { gatewayFault } from "./gateway-order";
import { legalStep, sameMesh } from "./legal-step";
import type { JudgeMoveArgs, MoveFault } from "./move";
import { planUpgrade } from "./plan-upgrade";
import {
    type MeshStep,
    type MeshVersions,
    after,
    gatewayName,
    retiringFault,
    settledState,
    stateBetween,
    stateFaults,
} from "./skew";
import { tagsFault } from "./tags-order";
import { strategyFault } from "./strategy-fault";
import { cohortWords } from "./titles";
import { movedParts, partLabel, partName, partsOf, pinOf, pinnedAs } from "../settings/pins";
import { type PinnedPart, TOOL_NAMES, isTool } from "../settings/pinned-parts";

/**
 * Holds one version of a stack's pins against the version before. Allowed are the moves that are proved safe: none; one
 * step as `update` writes it, of the mesh or of one tool; and that step taken back. Everything else is refused, whoever
 * wrote it, for what lies between was never on the cluster.
 *
 * Legality, not taste: whether a release is the best one, or a good one, is the gates' business.
 */
export function judgeMove(args: JudgeMoveArgs): readonly MoveFault[] {
    const { from, to } = args;
    const [before, next] = versionsOfBoth(args);
    const moved = movedParts(from.lock, to.lock);
    const isOfMesh = (part: PinnedPart): boolean => !isTool(part);
    const dates = moved.filter(isOfMesh).length > 1 ? [] : dateFaults(args);
    const switched = strategyFault(args);
    if (switched !== undefined) return [...dates, switched];
    const meshMoves = !sameMesh(before, next);
    const tools = TOOL_NAMES.filter((part) => moved.includes(part));
    const strategyMoves = from.lock.istio.strategyMove !== to.lock.istio.strategyMove;
    const steps = (meshMoves ? 1 : 0) + (strategyMoves ? 1 : 0) + tools.length;
    if (steps > 1) return [...dates, severalFault(args, moved)];
    if (!meshMoves) return [...dates, ...definitionsFault(before, next), ...leavingFault(args)];
    const fault = meshFault(args);
    return fault === undefined ? dates : [...dates, fault];
}

/** What the first lock of a stack must look like, for nothing has run yet: everything was pinned on one day. */
export function judgeFirstLock(lock: Lock): readonly MoveFault[] {
    const { istio } = lock;
    const days = new Set(partsOf(lock).map((part) => pinOf(lock, part).since));
    const way = ["remove the lock and let update write the stack's first"];
    const fault = (reason: string): readonly MoveFault[] => [{ about: "the first lock", reason, way }];
    if (
        istio.controlPlane.version !== istio.proxies.version ||
        pinOf(lock, "gateway").version !== istio.proxies.version ||
        istio.gateways !== undefined ||
        pinOf(lock, "tags").version !== istio.proxies.version ||
        istio.proxies.next !== undefined ||
        istio.retiring !== undefined ||
        istio.towards !== undefined
    )
        return fault(
            "it is in the middle of an upgrade that never ran here: it was copied from another stack",
        );
    if (days.size > 1)
        return fault(
            `its pins are of ${[...days].sort().join(", ")}, and a first lock is of one day: it was copied from another stack`,
        );
    return [];
}

/**
 * The versions of both sides. A gateway that comes or goes is no step of an upgrade. Where there is one, and it has no pin of its own on either
 * side, as in locks of before, it goes back with the proxies as it came: nothing may stand in the way of a rollback.
 */
export function versionsOfBoth({
    from,
    to,
}: Pick<JudgeMoveArgs, "from" | "to">): readonly [before: MeshVersions, next: MeshVersions] {
    const before = versionsOf(from.lock, from.settings);
    const next = versionsOf(to.lock, to.settings);
    const isDown = semver.lt(next.proxies, before.proxies);
    const goesAsItCame = (part: PinnedPart): boolean =>
        isDown && [from.lock, to.lock].every((lock) => pinnedAs(lock, part) !== part);
    const stay = goesAsItCame("gateway")
        ? []
        : Object.keys(before.gateways ?? {}).filter((name) => next.gateways?.[name]);
    const gatewaysOf = ({ gateways, proxies }: MeshVersions): Pick<MeshVersions, "gateways"> => ({
        gateways:
            stay.length === 0
                ? undefined
                : Object.fromEntries(stay.map((name) => [name, gateways?.[name] ?? proxies])),
    });
    // Tags that go while they keep a revision would take its istiod along: only where the proxies are they may.
    const come = [before, next].filter((side) => side.tags !== undefined);
    const comeOrGo = come.length === 1 && come.every((side) => side.tags === side.proxies);
    const tags = comeOrGo || goesAsItCame("tags") ? { tags: undefined } : {};
    return [
        { ...before, ...gatewaysOf(before), ...tags },
        { ...next, ...gatewaysOf(next), ...tags },
    ];
}

/** Definitions follow the istiods: no commit moves them alone. */
function definitionsFault(before: MeshVersions, next: MeshVersions): readonly MoveFault[] {
    if (before.crds === next.crds) return [];
    const about = `definitions ${before.crds ?? "of the newest istiod"} → ${next.crds ?? "of the newest istiod"}`;
    return [{ about, reason: "no step of an upgrade moves Istio's definitions alone", way: [] }];
}

/** Who takes `leaving` away lets the next step go without the wait. */
function leavingFault({ from, to }: JudgeMoveArgs): readonly MoveFault[] {
    const [was, is] = [from.lock.istio.leaving, to.lock.istio.leaving];
    if (was === is) return [];
    const reason = "only a step says what the proxies leave, and the next one waits for it";
    return [{ about: `istio.leaving ${was ?? "none"} → ${is ?? "none"}`, reason, way: [] }];
}

/** Whether a step says what it leaves, and a control plane or a gateway has waited a day for what moved last. */
function waitFault(step: MeshStep, { from, to }: JudgeMoveArgs): MoveFault | undefined {
    const about = stepWordsOf(step);
    const leaves = leavingAfter(step, versionsOf(to.lock, to.settings));
    // Left out it says less than it could; another version is made up.
    if (to.lock.istio.leaving !== undefined && to.lock.istio.leaving !== leaves) {
        const said = `the lock must say istio.leaving: ${leaves ?? "none"}, and it says ${to.lock.istio.leaving}`;
        return { about, reason: said, way: [] };
    }
    const { leaving, proxies } = from.lock.istio;
    const { part } = step;
    const isFollowing = (part === "gateway" || part === "tags") && semver.gt(step.to, step.from);
    if ((step.part !== "control-plane" && !isFollowing) || leaving === undefined) return undefined;
    // Evidence takes the place of days, and is asked by itself (judge-seen.ts).
    if (to.settings.fleet?.evidence === "required") return undefined;
    const gateway = lastGatewayPin(from.lock);
    const [what, last, it] =
        gateway.since > proxies.since
            ? (["gateway moves", gateway, "it"] as const)
            : (["proxies move", proxies, "them"] as const);
    const { since } =
        step.part === "gateway" && isFollowing
            ? lastGatewayPin(to.lock)
            : pinOf(to.lock, isFollowing ? part : "control-plane");
    if (since > last.since) return undefined;
    const reason = `the ${what} from ${leaving} to ${last.version} since ${last.since}, and ${isFollowing ? partName(part) : "a control plane"} ${part === "tags" ? "wait" : "waits"} a day for ${it} at least`;
    return { about, reason, way: [`wait, and let update take the step: ${about}`] };
}

/** `since` says how long a version has run: only a move of the version starts it anew, and only forwards. */
function dateFaults({ from, to, history = [] }: JudgeMoveArgs): readonly MoveFault[] {
    const ahead = Object.keys(to.lock.istio.gateways ?? {}).map((name) => ({
        label: `${partLabel("gateway")} ${name}`,
        pinIn: (lock: Lock) => gatewayPin(lock, name),
    }));
    const parts = partsOf(from.lock, to.lock).map((part) => ({
        label: partLabel(part),
        pinIn: (lock: Lock) => pinOf(lock, part),
    }));
    return [...parts, ...ahead].flatMap(({ label, pinIn }) => {
        const [was, is] = [pinIn(from.lock), pinIn(to.lock)];
        if (was.since === is.since) return [];
        const about = `${label} ${was.version === is.version ? is.version : `${was.version} → ${is.version}`}`;
        const dates = `since goes from ${was.since} to ${is.since}`;
        if (was.version === is.version)
            return [
                {
                    about,
                    reason: `${dates}, and the version stays: how long it has run would no longer be known`,
                    way: [`restore since: "${was.since}"`],
                },
            ];
        if (is.since > was.since || cameBack(is, pinIn, history) || semver.lt(is.version, was.version))
            return [];
        const reason = `${dates}: a version that is newly pinned cannot have run before the one it takes the place of`;
        return [{ about, reason, way: [] }];
    });
}

function cameBack(pin: Pin, pinIn: (lock: Lock) => Pin, history: readonly Lock[]): boolean {
    return history.some((lock) => {
        const { version, since } = pinIn(lock);
        return version === pin.version && since === pin.since;
    });
}

/** Why a move of the mesh is not allowed; undefined where it is one step, or one step taken back. */
function meshFault(args: JudgeMoveArgs): MoveFault | undefined {
    const { to } = args;
    const way = wayOf(to.settings);
    const [before, next] = versionsOfBoth(args);
    const forwards = legalStep(before, next, way);
    if ("step" in forwards) return waitFault(forwards.step, args);
    const backwards = revertFault(args);
    if (backwards === undefined) return undefined;
    const reason = forwards.fault ?? backwards;
    return { about: aboutMesh(before, next), reason, way: safeWay(args) };
}

/** Why a step may not be taken back by a `git revert`; undefined where it may. */
function revertFault(args: JudgeMoveArgs): string | undefined {
    const { from, to, history } = args;
    const way = wayOf(to.settings);
    const [before, next] = versionsOfBoth(args);
    if (!("step" in legalStep(next, before, way)))
        return "no step of an upgrade, and none taken back, leads there";
    const pins = ["control-plane", "proxies", "gateway", "tags"] as const;
    const sinceOf = (lock: Lock, part: (typeof pins)[number]): string =>
        part === "gateway" ? lastGatewayPin(lock).since : pinOf(lock, part).since;
    const anew = pins.find((part) => sinceOf(to.lock, part) > sinceOf(from.lock, part));
    if (anew !== undefined)
        return `${partName(anew)} would be pinned anew, and no single step of an upgrade does that`;
    const retired = retiringFault(next, way.strategy);
    if (retired !== undefined) return `istio.retiring ${next.retiring} ${retired}`;
    const newer = gatewayFault(next) ?? tagsFault(next);
    if (newer !== undefined) return newer;
    const between = stateBetween(before, next, way);
    // The definitions go back with the istiod that brought them: for a moment, and nothing of theirs is in use yet.
    const [fault] = [
        ...stateFaults({ ...between, crds: [] }, way),
        ...stateFaults(settledState(next, way), way),
    ];
    if (fault !== undefined) return fault;
    if (way.strategy === "in-place") return undefined;
    const served = settledState(next, way).istiods;
    const gone = settledState(before, way).istiods.find((istiod) => !served.includes(istiod));
    if (gone === undefined || !mayHaveProxies(gone, from.lock, history)) return undefined;
    return `the istiod ${gone} would be uninstalled before its proxies have moved back: primaries that no analysis has promoted still run them`;
}

/**
 * Whether proxies may run that were made for a revision: some lock pinned them to it since its control plane came. Without
 * a history that reaches so far back the dates have to tell; a day on which both moved tells nothing.
 */
function mayHaveProxies(version: string, lock: Lock, history: readonly Lock[] | undefined): boolean {
    const { controlPlane, proxies } = lock.istio;
    if (history?.some(({ istio }) => istio.controlPlane.version !== version))
        return history.some(({ istio }) => istio.proxies.version === version);
    return proxies.since > controlPlane.since;
}

function severalFault(args: JudgeMoveArgs, moved: readonly PinnedPart[]): MoveFault {
    const { from, to } = args;
    const [before, next] = versionsOfBoth(args);
    const tools = moved.filter(isTool);
    const said = tools.map(
        (part) => `${partLabel(part)} ${pinOf(from.lock, part).version} → ${pinOf(to.lock, part).version}`,
    );
    const mesh = sameMesh(before, next) ? [] : [aboutMesh(before, next)];
    const about = [...mesh, ...said].join(", ");
    const reason = "several steps are one change, and each has to be seen working before the next";
    return { about, reason, way: [...(mesh.length > 0 ? safeWay(args) : []), ...said] };
}

/** The steps from one lock to another, as a plan makes them, up to where the other is reached. */
function safeWay(args: JudgeMoveArgs): readonly string[] {
    const { to, bestOfMinor } = args;
    const way = wayOf(to.settings);
    const [before, next] = versionsOfBoth(args);
    const up = semver.gte(next.controlPlane, before.controlPlane);
    const target = up && semver.gte(next.proxies, before.proxies) ? next.controlPlane : next.proxies;
    const { steps } = planUpgrade({ ...before, ...way, target, bestOfMinor });
    const said: string[] = [];
    let now = before;
    for (const step of steps) {
        said.push(stepWordsOf(step));
        now = after(step, now, way.strategy);
        if (sameMesh(now, next)) break;
    }
    return said;
}

/** A step in words: `proxies 1.30.5 → 1.31.1`. */
export function stepWordsOf({ part, from, to, through, gateway }: MeshStep): string {
    if (part === "prune") return `prune revision ${from}`;
    if (part === "restore") return `bring revision ${to} back`;
    if (part === "cohort") return `proxies ${cohortWords({ from, to, through })}`;
    return `${partLabel(part)} ${gateway === undefined ? "" : `${gateway} `}${from} → ${to}`;
}

function aboutMesh(before: MeshVersions, next: MeshVersions): string {
    const said: string[] = [];
    const add = (name: string, was: string | undefined, is: string | undefined): void => {
        if (was !== is) said.push(`${name} ${was ?? "none"} → ${is ?? "none"}`);
    };
    add("control plane", before.controlPlane, next.controlPlane);
    add("proxies", before.proxies, next.proxies);
    const cohorts = ({ next: on }: MeshVersions): string | undefined =>
        on && `${on.version} through ${on.through}`;
    add("cohorts", cohorts(before), cohorts(next));
    for (const [name, version] of Object.entries(before.gateways ?? {}))
        add(gatewayName(name, before).replace("the ", ""), version, next.gateways?.[name]);
    add("tags", before.tags, next.tags);
    if (said.length === 0) add("retiring revision", before.retiring, next.retiring);
    return said.join(", ");
}
