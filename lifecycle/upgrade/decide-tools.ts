import semver from "semver";

import { heldVersions } from "../holds/holds-in-force";
import type { Lock, Pin } from "../settings/lock";
import type { StackSettings } from "../settings/settings";
import { type ToolName, factsOf, isInstaller, systemOfTool } from "../settings/pinned-parts";
import { dayOf } from "../kit/day";
import { wholeDays } from "../kit/duration";
import { TOOL_GATES } from "../versions/gates/gates";
import { indexTool } from "../versions/catalog-index";
import { type ResolveRequest, gateContext } from "../versions/request";
import {
    type Verdict,
    existing,
    firstRefusal,
    resolveTool,
    warningTexts,
    wasAskedFor,
} from "../versions/resolve";
import type { DecideArgs, Decision } from "./decision";
import { remember } from "./soak";
import { partName, pinOf, systemName, withPin } from "../settings/pins";
import { judgeWaves } from "./waves";
import { judgeWindow } from "./judge-window";

/** The range a stack wants a tool in. */
export function toolRange(settings: StackSettings, tool: ToolName): string {
    return factsOf(tool).installerRange ?? settings[systemOfTool(tool)].range;
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
        maxCatalogAge: wholeDays(catalogAge),
    };
}

/** What a stack hears of one of its tools. */
interface ToolVerdict extends Omit<Verdict, "warnings"> {
    /** Sentences without their full stop, each with the tool's name: a stack has four verdicts. */
    readonly warnings: readonly string[];
}

/** The best release of a tool for a stack, by the rules of Istio's. */
export function judgeTool(
    { settings, lock, catalog, at, holds = [] }: Omit<DecideArgs, "fleet">,
    tool: ToolName,
): ToolVerdict {
    const request: ResolveRequest = {
        ...toolRequest(settings, lock, tool),
        holds: heldVersions(holds, tool, settings.stack),
    };
    const verdict = resolveTool(tool, request, catalog, at);
    return { ...verdict, warnings: warningTexts(verdict).map((text) => `${partName(tool)}: ${text}`) };
}

/** The next step of one tool of a stack that has a lock. */
export function decideTool(args: DecideArgs & { readonly lock: Lock }, tool: ToolName): Decision {
    const { settings, lock, at, catalog } = args;
    const { version: to, rejected, warnings } = judgeTool(args, tool);
    const { version: from } = pinOf(lock, tool);
    const range = toolRange(settings, tool);
    if (to === null) {
        const near = rejected.filter(wasAskedFor).slice(0, 3);
        const reasons = near.map(
            ({ version, gate, reason }) => `${partName(tool)} ${version} (${gate}): ${reason}`,
        );
        if (reasons.length === 0) reasons.push(`no release of ${partName(tool)} lies in the range ${range}`);
        return { action: "held", reasons, warnings };
    }
    if (to === from) return settleRange(settings, lock, tool, warnings);
    const { stack, fleet: wave } = settings;
    const { fleet, evidence } = args;
    const about = { ...wave, stack, part: tool, from, fleet, evidence, at: at.time, mends: [] };
    const window = judgeWindow({ settings, windows: args.windows, from, to, at });
    if (window.reasons.length > 0) return { action: "held", reasons: window.reasons, warnings };
    const best = judgeWaves({ ...about, to });
    // While the best is held, the newest that the earlier waves have soaked: releases that come weekly starve nobody.
    const taken =
        best.reasons.length === 0
            ? to
            : allowedReleases(args, tool).find(
                  (version) =>
                      semver.gt(version, from) && judgeWaves({ ...about, to: version }).reasons.length === 0,
              );
    if (taken === undefined) return { action: "held", reasons: best.reasons, warnings };
    const meanwhile = best.reasons.map(
        (reason) => `${partName(tool)}: ${to} waits, and ${taken} is taken meanwhile: ${reason}`,
    );
    const why = isInstaller(tool)
        ? `it installs ${systemName(systemOfTool(tool))}, so it moves first`
        : `the best release in ${range}`;
    const since = dayOf(at.time);
    const pin = { version: taken, since };
    return {
        action: "step",
        step: { part: tool, from, to: taken, why },
        lock: {
            ...withToolPin(lock, settings, tool, pin),
            catalog: catalog.date,
            history: remember(lock, tool, pinOf(lock, tool), since),
        },
        reasons: [],
        warnings: [
            ...warnings,
            ...meanwhile,
            ...judgeWaves({ ...about, to: taken }).warnings,
            ...window.warnings,
        ],
    };
}

/** Every release of a tool that the gates let pass, newest first. */
function allowedReleases(
    { settings, lock, catalog, at }: DecideArgs & { readonly lock: Lock },
    tool: ToolName,
): readonly string[] {
    const context = gateContext(toolRequest(settings, lock, tool), indexTool(catalog, tool), at);
    return existing(context.index, context.at)
        .filter((candidate) => firstRefusal(candidate, context, TOOL_GATES) === undefined)
        .map(({ version }) => version);
}

function settleRange(
    settings: StackSettings,
    lock: Lock,
    tool: ToolName,
    warnings: readonly string[],
): Decision {
    const pin = pinOf(lock, tool);
    const wanted = withToolPin(lock, settings, tool, pin);
    const system = systemOfTool(tool);
    if (wanted[system].range === lock[system].range) return { action: "none", reasons: [], warnings };
    const why = "the version stays, and range follows the settings";
    const step = { part: "settings", from: pin.version, to: pin.version, why } as const;
    return { action: "step", step, lock: wanted, reasons: [], warnings };
}

function withToolPin(lock: Lock, settings: StackSettings, tool: ToolName, pin: Pin): Lock {
    const pinned = withPin(lock, tool, pin);
    if (isInstaller(tool)) return pinned;
    const system = systemOfTool(tool);
    return { ...pinned, [system]: { ...pinned[system], range: settings[system].range } };
}
