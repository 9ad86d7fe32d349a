import { whyHeld } from "../holds/holds-in-force";
import type { Lock } from "../settings/lock";
import { type PinnedPart, isTool } from "../settings/pinned-parts";
import { partsOf, pinOf } from "../settings/pins";
import { istioRequest } from "../upgrade/istio-request";
import type { DecideArgs } from "../upgrade/decision";
import { judgeUnattended } from "../upgrade/judge-unattended";
import { type Outlook, whenFree } from "../upgrade/when-free";
import { indexCatalog, toCandidate } from "../versions/catalog-index";
import type { GateContext } from "../versions/gates/gate";
import { supportEndText, supportGate } from "../versions/gates/support";
import { faultIds } from "../versions/minors";
import { type NearestFix, nearestFix } from "../versions/nearest-fix";
import { gateContext } from "../versions/request";
import { NO_WINDOWS, lanesOf } from "../windows/window-book";
import { type WindowOutlook, windowOutlook } from "../windows/window-outlook";

/** One pin, as a person asks about it. */
export interface PinStatus {
    readonly part: PinnedPart;
    readonly version: string;
    readonly since: string;
    /** `2026-10-12`, `2027-02 (expected)`; null where nobody says when support ends. */
    readonly ends: string | null;
    readonly isSupported: boolean | null;
    /** Ids of its published faults. */
    readonly faults: readonly string[];
    /** Of the proxies: what cohorts of them have already. @default none is on its way */
    readonly cohorts?: NonNullable<Lock["istio"]["proxies"]["next"]>;
}

/** What is to be known of a stack. */
export interface StackStatus {
    readonly stack: string;
    readonly wave: number;
    readonly range: string;
    readonly pins: readonly PinStatus[];
    /** The smallest step that mends the control plane's faults; null where it has none, or nothing mends them. */
    readonly mend: NearestFix | null;
    readonly action: string;
    /** The step that may be taken now. */
    readonly step: Outlook["decision"]["step"] | null;
    /** First day on which a step may be taken; null where nothing is to do, or time alone frees nothing. */
    readonly free: string | null;
    /** What it waits for. */
    readonly blocked: readonly string[];
    readonly held: readonly string[];
    /** Who merges the step that may be taken now, and by which rule; null where there is none. */
    readonly decides: string | null;
    /** When steps may start, and freezes ahead; null where they may at any time. */
    readonly window: WindowOutlook | null;
}

/** What is to be known of a stack on a day: what it pins, until when, what is wrong with that, and when it may move on. */
export function stackStatus(args: DecideArgs): StackStatus {
    const { settings, lock, catalog, at, windows = NO_WINDOWS, holds = [] } = args;
    const context = gateContext(istioRequest(settings, lock, holds), indexCatalog(catalog), at);
    const { decision, free } = whenFree(args);
    return {
        stack: settings.stack,
        wave: settings.fleet.wave,
        range: settings.istio.range,
        pins: lock ? partsOf(lock).map((part) => pinStatus(part, lock, context)) : [],
        mend: nearestFix(context) ?? null,
        action: decision.action,
        step: decision.step ?? null,
        decides: decision.step ? judgeUnattended(settings, decision.step).why : null,
        free,
        blocked: decision.reasons,
        held: [...new Set(holds.map((hold) => `${hold.system} ${hold.version}: ${whyHeld(hold)}`))],
        window: windowOutlook(lanesOf(windows, settings.fleet), at.time) ?? null,
    };
}

function pinStatus(part: PinnedPart, lock: Lock, context: GateContext): PinStatus {
    const { version, since } = pinOf(lock, part);
    // Nobody publishes ends of support, nor bulletins, of the tools in a form that could be read.
    if (isTool(part)) return { part, version, since, ends: null, isSupported: null, faults: [] };
    const candidate = context.index.byVersion.get(version) ?? toCandidate({ version });
    return {
        part,
        version,
        since,
        ends: supportEndText(candidate.minor, context),
        isSupported: supportGate.judge(candidate, context) === undefined,
        faults: faultIds(candidate, context),
        cohorts: part === "proxies" ? lock.istio.proxies.next : undefined,
    };
}
