import type { Lock } from "../settings/lock";
import type { StackSettings } from "../settings/settings";
import {
    LOCKED_SYSTEMS,
    type LockedSystem,
    RANGED_TOOLS,
    TOOL_NAMES,
    systemOfTool,
    toolsOf,
} from "../settings/pinned-parts";
import { dayOf } from "../kit/day";
import { proposeWider } from "../versions/proposal";
import { wasAskedFor } from "../versions/resolve";
import { isInRange, parseRange } from "../kit/range";
import { chooseTarget } from "./choose-target";
import { decideIstio } from "./decide-istio";
import { istioRequest } from "./istio-request";
import { decideTool, judgeTool } from "./decide-tools";
import type { DecideArgs, Decision } from "./decision";
import { judgeWindow } from "./judge-window";
import { beginStrategyMove, decideStrategyMove } from "./strategy-move";
import { settleStep, settledLock, systemsOutside, withRanges } from "./settle";
import { newLock } from "../settings/new-lock";
import { partName, systemName, tagsPinned } from "../settings/pins";

/** What `--only` names. */
export type System = LockedSystem;

/**
 * What an update may be kept to: one system; what the settings say about all of them, with no pin that moves; or the first
 * step to the other strategy, which the settings say already.
 */
export type Scope = System | "settings" | "strategy";

/** Systems in the order an update looks at them. */
export const SYSTEMS: readonly System[] = LOCKED_SYSTEMS;

/**
 * The one thing to do for a stack now: its first lock; else the next step of Istio; else of Flux; else of Flagger.
 *
 * A lock that contradicts the settings is settled before anything else is done for a stack that is held: no pin moves, and
 * the stack can be rendered, checked and rolled back again.
 *
 * A system that is held holds nothing but itself: no gate ties the tools to the mesh, and a soak of two weeks, or a
 * revision that may not be pruned yet, is no reason to go without a fix of Flux. Within a system the order holds: where
 * the operator is held, so is the Flux it installs. A step says what else is held; where nothing can be done, all of it is.
 *
 * @param to - where Istio goes, where somebody named it
 */
export function decideUpdate(args: DecideArgs, only?: Scope, to?: string): Decision {
    const { settings, lock } = args;
    if (!lock) return createLock(args, to);
    if (only === "strategy") return unlessClosed(beginStrategyMove({ ...args, lock }), args);
    if (only === "settings")
        return settle(args.settings, lock, []) ?? { action: "none", reasons: [], warnings: [] };
    const warnings: string[] = [];
    const reasons: string[] = [];
    const stays: string[] = [];
    let proposal: Decision["proposal"];
    for (const system of only ? [only] : SYSTEMS) {
        const decision = decideSystem(system, { ...args, lock }, to);
        warnings.push(...decision.warnings);
        proposal ??= decision.proposal;
        if (decision.action === "held") {
            reasons.push(...decision.reasons);
            stays.push(...decision.reasons.map((reason) => `${systemName(system)} is held: ${reason}`));
        } else if (decision.action !== "none") {
            // A new registry or chart source is a change of its own, before anything goes on beside a mesh that is held.
            if (stays.length > 0 && !agrees(settings, lock) && rangesHoldReleases(args, lock)) break;
            const next = decision.lock && withRanges(settings, decision.lock);
            return { ...decision, lock: next, warnings: unique([...warnings, ...stays]), proposal };
        }
    }
    // Whatever may not move: settings and lock agree again, or nothing else could be done with the stack. A range that holds
    // no release at all is more likely a mistake, which a person looks at first.
    const settled = rangesHoldReleases(args, lock)
        ? settle(settings, lock, unique([...warnings, ...stays]))
        : undefined;
    if (settled) return { ...settled, proposal };
    const action = stays.length > 0 ? "held" : "none";
    return { action, reasons: unique(reasons), warnings: unique(warnings), proposal };
}

/** Whether there is a release in every range that the pins are outside of. */
function rangesHoldReleases({ settings, catalog }: DecideArgs, lock: Lock): boolean {
    return systemsOutside(settings, settledLock(settings, lock)).every((system) => {
        const range = parseRange(settings[system].range);
        const tool = RANGED_TOOLS.find((each) => systemOfTool(each) === system);
        const { releases } = tool ? catalog.tools[tool] : catalog;
        return releases.some(({ version }) => isInRange(version, range, settings.istio.allowPrerelease));
    });
}

/** Whether the lock says of Istio what the settings say, ranges apart: a step of a tool brings those along. */
function agrees(settings: StackSettings, lock: Lock): boolean {
    const wanted = settledLock(settings, lock).istio;
    return (["charts", "hub", "variant", "waivers"] as const).every(
        (field) => JSON.stringify(wanted[field]) === JSON.stringify(lock.istio[field]),
    );
}

function settle(settings: StackSettings, lock: Lock, warnings: readonly string[]): Decision | undefined {
    const settled = settleStep(settings, lock);
    return settled && { action: "step", ...settled, reasons: [], warnings };
}

/** The first thing to do or to wait for in a system. */
function decideSystem(
    system: System,
    args: DecideArgs & { readonly lock: Lock },
    to: string | undefined,
): Decision {
    const warnings: string[] = [];
    let proposal: Decision["proposal"];
    for (const decide of decisionsOf(system, args, to)) {
        const decision = decide();
        warnings.push(...decision.warnings);
        proposal ??= decision.proposal;
        if (decision.action !== "none") return { ...decision, warnings, proposal };
    }
    return { action: "none", reasons: [], warnings, proposal };
}

function decisionsOf(
    system: System,
    args: DecideArgs & { readonly lock: Lock },
    to: string | undefined,
): readonly (() => Decision)[] {
    if (system === "istio") {
        // No version moves while two istiods of different strategies run.
        if (args.lock.istio.strategyMove !== undefined)
            return [() => unlessClosed(decideStrategyMove(args), args)];
        return [() => decideIstio(args, to)];
    }
    return toolsOf(system).map((tool) => () => decideTool(args, tool));
}

/** A step to another strategy moves no version, but proxies: it starts in a window as any other. */
function unlessClosed(decision: Decision, { settings, windows, at }: DecideArgs): Decision {
    const { step, warnings } = decision;
    if (!step) return decision;
    const window = judgeWindow({ settings, windows, from: step.from, to: step.to, at });
    if (window.reasons.length > 0) return { action: "held", reasons: window.reasons, warnings };
    return { ...decision, warnings: [...warnings, ...window.warnings] };
}

/**
 * The first lock: the best of everything at once. Earlier waves have no say, because nothing runs yet that a bad release
 * could break.
 */
function createLock(args: DecideArgs, to: string | undefined): Decision {
    const { settings, catalog, at } = args;
    const request = istioRequest(settings, undefined, args.holds);
    const {
        target,
        verdict,
        warnings: said,
        reasons,
        neededWaivers,
    } = chooseTarget(request, catalog, at, to);
    const proposal = proposeWider(request, catalog, at, verdict);
    const tools = TOOL_NAMES.map((tool) => ({
        tool,
        ...judgeTool(args, tool),
    }));
    const missing = tools.flatMap(({ tool, version, rejected }) => {
        const why = rejected.find(wasAskedFor)?.reason ?? "none is in range";
        return version === null ? [`no release of ${partName(tool)} may be picked: ${why}`] : [];
    });
    const warnings = unique([...said, ...tools.flatMap((tool) => tool.warnings)]);
    if (target === undefined || reasons.length > 0 || missing.length > 0) {
        return { action: "held", reasons: [...reasons, ...missing], warnings, proposal };
    }
    const since = dayOf(at.time);
    const pin = { version: target, since };
    const lock = newLock({
        settings,
        istio: {
            controlPlane: pin,
            proxies: { ...pin, marked: true },
            ...(settings.gateways.length > 0 ? { gateway: pin } : {}),
            ...(tagsPinned(settings) ? { tags: pin } : {}),
            waivers: neededWaivers(target),
        },
        tools: tools.map(({ tool, version }) => ({ tool, version: version ?? "" })),
        since,
        catalog: catalog.date,
    });
    return { action: "created", lock, reasons: [], warnings, proposal };
}

function unique(sentences: readonly string[]): readonly string[] {
    return [...new Set(sentences)];
}
