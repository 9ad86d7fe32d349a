import type { Lock, Pin } from "../stack/lock";
import type { StackSettings } from "../stack/settings";
import type { ToolName } from "../versions/catalog";
import { dayOf } from "../versions/day";
import type { ResolveRequest } from "../versions/request";
import { type Verdict, resolveTool } from "../versions/resolve";
import { daysOf } from "./decide-istio";
import type { DecideArgs, Decision } from "./decision";
import { PART_NAMES, judgeWaves, pinOf } from "./waves";

/**
 * Range flux-operator is picked from: nobody configures it, for it is a tool of the tool. A new Flux needs an operator
 * that knows it, so the newest before 1.0 is right; what a 1.0 means, nobody knows yet.
 */
export const OPERATOR_RANGE = ">=0.50.0 <1.0.0";

/** The range a stack wants a tool in. */
export function toolRange({ flux, flagger }: StackSettings, tool: ToolName): string {
    if (tool === "flux-operator") return OPERATOR_RANGE;
    return tool === "flux" ? flux.range : flagger.range;
}

/**
 * The question of a stack about one of its tools. Whoever judges Flux, flux-operator or Flagger asks it: what `update` may
 * pick is what `check` accepts, with the same waivers and for the same cluster.
 */
export function toolRequest(settings: StackSettings, lock: Lock | undefined, tool: ToolName): ResolveRequest {
    const { minimumAge, waivers, catalogAge } = settings.istio;
    return {
        range: toolRange(settings, tool),
        kubernetes: settings.cluster.kubernetes,
        current: lock && pinOf(lock, tool).version,
        minimumAge,
        waivers,
        maxCatalogAge: daysOf(catalogAge),
    };
}

/** The best release of a tool for a stack, by the rules of Istio's. */
export function judgeTool(
    { settings, lock, catalog, at }: Omit<DecideArgs, "fleet">,
    tool: ToolName,
): Verdict {
    const request = toolRequest(settings, lock, tool);
    const verdict = resolveTool(tool, request, catalog, at);
    // A stack has four verdicts; each sentence says whose it is.
    return { ...verdict, warnings: verdict.warnings.map((warning) => `${PART_NAMES[tool]}: ${warning}`) };
}

/** The next step of one tool of a stack that has a lock. */
export function decideTool(args: DecideArgs & { readonly lock: Lock }, tool: ToolName): Decision {
    const { settings, lock, at, catalog } = args;
    const { version: to, rejected, warnings } = judgeTool(args, tool);
    const { version: from } = pinOf(lock, tool);
    const range = toolRange(settings, tool);
    if (to === null) {
        const near = rejected.filter(({ gate }) => gate !== "range" && gate !== "stable").slice(0, 3);
        const reasons = near.map(
            ({ version, gate, reason }) => `${PART_NAMES[tool]} ${version} (${gate}): ${reason}`,
        );
        if (reasons.length === 0)
            reasons.push(`no release of ${PART_NAMES[tool]} lies in the range ${range}`);
        return { action: "held", reasons, warnings };
    }
    if (to === from) return settleRange(settings, lock, tool, warnings);
    const { stack, fleet: wave } = settings;
    const waves = judgeWaves({
        ...wave,
        stack,
        part: tool,
        from,
        to,
        fleet: args.fleet,
        at: at.time,
        mends: [],
    });
    if (waves.reasons.length > 0) return { action: "held", reasons: waves.reasons, warnings };
    const why =
        tool === "flux-operator" ? "it installs Flux, so it moves first" : `the best release in ${range}`;
    const pin = { version: to, since: dayOf(at.time) };
    return {
        action: "step",
        step: { part: tool, from, to, why },
        lock: { ...withToolPin(lock, settings, tool, pin), catalog: catalog.date },
        reasons: [],
        warnings,
    };
}

function settleRange(
    settings: StackSettings,
    lock: Lock,
    tool: ToolName,
    warnings: readonly string[],
): Decision {
    const pin = pinOf(lock, tool);
    const wanted = withToolPin(lock, settings, tool, pin);
    if (wanted.flux.range === lock.flux.range && wanted.flagger.range === lock.flagger.range) {
        return { action: "none", reasons: [], warnings };
    }
    const why = "the version stays, and range follows the settings";
    const step = { part: "settings", from: pin.version, to: pin.version, why } as const;
    return { action: "step", step, lock: wanted, reasons: [], warnings };
}

function withToolPin(lock: Lock, settings: StackSettings, tool: ToolName, pin: Pin): Lock {
    const { flux, flagger } = lock;
    switch (tool) {
        case "flux":
            return { ...lock, flux: { ...flux, range: settings.flux.range, distribution: pin } };
        case "flux-operator":
            return { ...lock, flux: { ...flux, operator: pin } };
        case "flagger":
            return { ...lock, flagger: { ...flagger, range: settings.flagger.range, release: pin } };
    }
}
