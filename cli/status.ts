import { ExitStatus, WindlassError, throwCollected } from "../lifecycle/kit/errors";
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
import { withForge } from "../adapters/forge/open-forge";
import { EVIDENCE_BRANCH } from "../adapters/git/evidence-source";
import { recordEvidence } from "../adapters/git/evidence-store";
import { lockDigest } from "../lifecycle/evidence/evidence";
import { type Intervention, interventionWords } from "../lifecycle/evidence/interventions";
import { readMoment } from "./at-option";
import type { Invocation } from "./command";
import type { statusCommand } from "./definitions/status";
import { type LiveStatus, type StackLook, lookAtStacks, readObservable } from "./live-status";
import { liveLines, liveTable } from "./live-status-text";
import { askForge } from "./forge-status";
import { readProjectHolds } from "./read-holds";
import { stackNames } from "./read-stacks";
import type { Terminal } from "./terminal";
import { watchStatus } from "./watch-status";

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
    /** What its cluster runs; null where nobody looked. */
    readonly live: LiveStatus | null;
    /** What a person did to rollouts at the present pins, oldest first. */
    readonly interventions: readonly Intervention[];
}

/** Says of each stack what its cluster runs, what it pins, until when, what is wrong with that, and when it may move on. */
export async function run(invocation: Invocation<typeof statusCommand>): Promise<ExitStatus> {
    const { root, options, terminal, env, signal } = invocation;
    requireSense(options);
    const at = readMoment(options);
    const names = stackNames(root, options.stack);
    // What a cluster runs is asked of no other day than today.
    const isLive = options.offline !== true && options["from-forge"] !== true && !at.asked;
    const { stacks, errors } = await readObservable(invocation, isLive ? names : []);
    if (options.watch) {
        throwCollected(errors);
        if (stacks.length === 0) throw nothingToWatch();
        return watchStatus({ terminal, signal, stacks });
    }
    const looks = options["from-forge"]
        ? await withForge({ env, signal }, (forge) => askForge({ root, signal, forge, stacks: names }))
        : await lookAtStacks(invocation, stacks);
    const catalog = readCatalog(root);
    const holds = await readProjectHolds(invocation, { at });
    const fleet = readFleet(root);
    const found: StackStatus[] = [];
    for (const stack of names) {
        signal.throwIfAborted();
        const settings = readSettings(root, stack);
        const { lock } = findLock(root, stack);
        const { live = null } = looks.get(stack) ?? {};
        const { evidence } = holds;
        const decided = statusOf({ settings, lock, catalog, at, fleet, evidence, holds: holds.of(stack) });
        // What was done at other pins is over.
        const interventions = holds
            .interventions(stack)
            .filter((each) => lock && each.lock === lockDigest(lock));
        found.push({ ...decided, live, interventions });
    }
    if (options.json) terminal.print(JSON.stringify(found));
    else printText(found, terminal);
    if (options.record) await record(invocation, looks);
    throwCollected(errors);
    return exitStatusOf(looks);
}

/** @throws WindlassError for options that cannot be meant together */
function requireSense(options: Invocation<typeof statusCommand>["options"]): void {
    const { watch, json, record: keep, push, offline, at, "from-forge": forge } = options;
    const rules: readonly (readonly [boolean | undefined, string, string])[] = [
        [watch && json, "--watch", "prints no document, and --json is one"],
        [watch && keep, "--watch", "keeps nothing: every few seconds would be a commit"],
        [watch && forge, "--watch", "looks at clusters, and --from-forge at none"],
        [offline && forge, "--offline", "asks nobody, and --from-forge the forge"],
        [forge && at !== undefined, "--at", "is about another day, and the forge knows of now"],
        [push && !keep, "--push", "pushes what --record has kept"],
        [
            (keep ?? watch) && offline,
            "--offline",
            "looks at no cluster, and there is nothing to keep or to watch",
        ],
        [
            (keep ?? watch) && at !== undefined,
            "--at",
            "is about another day, and clusters are seen as they are now",
        ],
    ];
    for (const [isWrong, key, rule] of rules)
        if (isWrong) throw new WindlassError({ key, rule, remedy: "Leave one of the options out" });
}

function nothingToWatch(): WindlassError {
    return new WindlassError({
        key: "--watch",
        rule: "None of the stacks has both a lock and the context of a cluster",
        remedy: "Write windlass:cluster.context into its settings",
    });
}

/** Keeps what was seen, and says where. */
async function record(
    { root, options, terminal, signal }: Invocation<typeof statusCommand>,
    looks: ReadonlyMap<string, StackLook>,
): Promise<void> {
    const seen = [...looks].flatMap(([stack, { extend }]) => (extend ? [[stack, extend] as const] : []));
    const blind = [...looks].flatMap(([stack, { extend }]) => (extend ? [] : [stack]));
    if (blind.length > 0)
        terminal.note(`nothing is kept of ${blind.join(", ")}, which could not be looked at`);
    if (seen.length === 0) return;
    const { push } = options;
    const { commit, faults } = await recordEvidence({ root, looks: new Map(seen), push, signal });
    for (const fault of faults) terminal.note(`evidence: ${fault}.`);
    const where = options.push ? " and pushed" : "";
    terminal.note(
        `What was seen is kept in ${commit.slice(0, 12)} on the branch ${EVIDENCE_BRANCH}${where}.`,
    );
}

/** The worst of all clusters that were looked at. */
function exitStatusOf(looks: ReadonlyMap<string, StackLook>): ExitStatus {
    const seen = new Set([...looks.values()].map(({ live }) => live.health));
    for (const health of ["failing", "unreachable", "behind"] as const)
        if (seen.has(health)) return ExitStatus[health];
    return ExitStatus.ok;
}

function printText(found: readonly StackStatus[], terminal: Terminal): void {
    const looked = new Map(found.flatMap(({ stack, live }) => (live ? [[stack, live] as const] : [])));
    const overview = looked.size > 0 ? [liveTable(looked, terminal)] : [];
    terminal.print([...overview, ...found.map((status) => statusText(status, terminal))].join("\n\n"));
}

function statusOf(args: DecideArgs): Omit<StackStatus, "live" | "interventions"> {
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
    const { stack, wave, range, pins, mend, held, live, interventions } = status;
    const lines = [`${terminal.paint("strong", stack)}  wave ${wave}, range ${range}`];
    const add = (word: string, text: string): void => void lines.push(`  ${word.padEnd(14)}${text}`);
    for (const [word, text] of live ? liveLines(live, terminal) : []) add(word, text);
    for (const { part, version, since, ends, isSupported, faults } of pins) {
        const support =
            ends === null ? "" : isSupported ? `, supported until ${ends}` : `, support ended (${ends})`;
        add(partLabel(part), `${version} since ${since}${support}`);
        if (faults.length > 0) add("", terminal.paint("bad", `has ${faults.join(", ")}`));
    }
    for (const each of interventions)
        add("by hand", `${each.version ?? "a rollout"} was ${interventionWords(each)}`);
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
