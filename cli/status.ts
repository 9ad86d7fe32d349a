import { ExitStatus } from "../lifecycle/kit/errors";
import { whyHeld } from "../lifecycle/holds/holds-in-force";
import type { Lock } from "../lifecycle/settings/lock";
import { readSettings } from "../adapters/files/settings-source";
import { istioRequest } from "../lifecycle/upgrade/decide-istio";
import type { DecideArgs } from "../lifecycle/upgrade/decision";
import { readFleet } from "../adapters/files/fleet-source";
import { findLock } from "../adapters/files/update-store";
import { partLabel, pinOf } from "../lifecycle/settings/pins";
import { PARTS, type PinnedPart } from "../lifecycle/settings/pinned-parts";
import { type Outlook, whenFree } from "../lifecycle/upgrade/when-free";
import { indexCatalog, toCandidate } from "../lifecycle/versions/catalog-index";
import { readCatalog } from "../adapters/files/catalog-store";
import type { GateContext } from "../lifecycle/versions/gates/gate";
import { supportEndText, supportGate } from "../lifecycle/versions/gates/support";
import { faultIds } from "../lifecycle/versions/minors";
import { type NearestFix, nearestFix } from "../lifecycle/versions/nearest-fix";
import { gateContext } from "../lifecycle/versions/request";
import { readMoment } from "./at-option";
import type { Invocation } from "./command";
import type { statusCommand } from "./definitions/status";
import { readProjectHolds } from "./read-holds";
import { stackNames } from "./read-stacks";
import type { Terminal } from "./terminal";

/** One pin, as a person asks about it. */
interface PinStatus {
    readonly part: PinnedPart;
    readonly version: string;
    readonly since: string;
    /** `2026-10-12`, `2027-02 (expected)`; null where nobody says when support ends. */
    readonly ends: string | null;
    readonly isSupported: boolean | null;
    /** Ids of its published faults. */
    readonly faults: readonly string[];
}

/** What is to be known of a stack. */
interface StackStatus {
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
}

/** Says of each stack what it pins, until when, what is wrong with that, and when it may move on. */
export async function run(invocation: Invocation<typeof statusCommand>): Promise<ExitStatus> {
    const { root, options, terminal, signal } = invocation;
    const at = readMoment(options);
    const catalog = readCatalog(root);
    const holds = await readProjectHolds(invocation, { at });
    const fleet = readFleet(root);
    const found: StackStatus[] = [];
    for (const stack of stackNames(root, options.stack)) {
        signal.throwIfAborted();
        const settings = readSettings(root, stack);
        const { lock } = findLock(root, stack);
        const { evidence } = holds;
        found.push(statusOf({ settings, lock, catalog, at, fleet, evidence, holds: holds.of(stack) }));
    }
    if (options.json) terminal.print(JSON.stringify(found));
    else terminal.print(found.map((status) => statusText(status, terminal)).join("\n\n"));
    return ExitStatus.ok;
}

function statusOf(args: DecideArgs): StackStatus {
    const { settings, lock, catalog, at, holds = [] } = args;
    const context = gateContext(istioRequest(settings, lock, holds), indexCatalog(catalog), at);
    const { decision, free } = whenFree(args);
    return {
        stack: settings.stack,
        wave: settings.fleet.wave,
        range: settings.istio.range,
        pins: lock ? PARTS.map((part) => pinStatus(part, lock, context)) : [],
        mend: nearestFix(context) ?? null,
        action: decision.action,
        step: decision.step ?? null,
        free,
        blocked: decision.reasons,
        held: [...new Set(holds.map((hold) => `${hold.system} ${hold.version}: ${whyHeld(hold)}`))],
    };
}

function pinStatus(part: PinnedPart, lock: Lock, context: GateContext): PinStatus {
    const { version, since } = pinOf(lock, part);
    // Nobody publishes ends of support, nor bulletins, of the tools in a form that could be read.
    if (part !== "control-plane" && part !== "proxies")
        return { part, version, since, ends: null, isSupported: null, faults: [] };
    const candidate = context.index.byVersion.get(version) ?? toCandidate({ version });
    return {
        part,
        version,
        since,
        ends: supportEndText(candidate.minor, context),
        isSupported: supportGate.judge(candidate, context) === undefined,
        faults: faultIds(candidate, context),
    };
}

function statusText(status: StackStatus, terminal: Terminal): string {
    const { stack, wave, range, pins, mend, held } = status;
    const lines = [`${terminal.paint("strong", stack)}  wave ${wave}, range ${range}`];
    const add = (word: string, text: string): void => void lines.push(`  ${word.padEnd(14)}${text}`);
    for (const { part, version, since, ends, isSupported, faults } of pins) {
        const support =
            ends === null ? "" : isSupported ? `, supported until ${ends}` : `, support ended (${ends})`;
        add(partLabel(part), `${version} since ${since}${support}`);
        if (faults.length > 0) add("", terminal.paint("bad", `has ${faults.join(", ")}`));
    }
    if (mend) {
        const where = mend.isInRange ? "" : ", which is outside the range";
        const but = mend.but === undefined ? "" : `; but ${mend.but}`;
        add("mended by", `${mend.version}${where}, the smallest step without these faults${but}`);
    }
    for (const [word, text] of next(status)) add(word, text);
    for (const sentence of held) add("held", sentence);
    return lines.join("\n");
}

function next({ action, step, free, blocked }: StackStatus): readonly (readonly [string, string])[] {
    if (action === "none") return [["next", "nothing to do"]];
    if (action === "created") return [["next", "its first lock may be written now"]];
    if (step) {
        const what =
            step.part === "settings" || step.part === "prune"
                ? step.part
                : `${step.part} ${step.from} → ${step.to}`;
        return [["next", `${what}, which may be taken now`]];
    }
    const when = free === null ? "time alone does not free it" : `free on ${free}, if nothing else changes`;
    return [["next", when], ...blocked.map((reason) => ["blocked by", reason] as const)];
}
