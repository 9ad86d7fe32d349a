import { ExitStatus, WindlassError, throwCollected } from "../lifecycle/kit/errors";
import { readSettings } from "../adapters/files/settings-source";
import { readFleet } from "../adapters/files/fleet-source";
import { findLock } from "../adapters/files/update-store";
import { cohortWords } from "../lifecycle/upgrade/titles";
import { manifestReader } from "../adapters/files/manifest-source";
import { cohortsReader } from "../adapters/files/stack-source";
import { partLabel } from "../lifecycle/settings/pins";
import { type StackStatus, stackStatus } from "../lifecycle/report/stack-status";
import { readCatalog } from "../adapters/files/catalog-store";
import { readWindows } from "../adapters/files/windows-source";
import { withForge } from "../adapters/forge/open-forge";
import { EVIDENCE_BRANCH } from "../adapters/git/evidence-source";
import { recordEvidence } from "../adapters/git/evidence-store";
import { lockDigest } from "../lifecycle/evidence/evidence";
import { type Intervention, interventionWords } from "../lifecycle/evidence/interventions";
import type { Moment } from "../lifecycle/versions/request";
import { readMoment } from "./at-option";
import type { Invocation } from "./command";
import type { statusCommand } from "./definitions/status";
import { type LiveStatus, type StackLook, lookAtStacks, readObservable } from "./live-status";
import { liveLines, liveTable } from "./live-status-text";
import { askForge } from "./forge-status";
import { branchOf, workflowOf } from "./forge-options";
import { readProjectHolds } from "./read-holds";
import { stackNames } from "./read-stacks";
import type { Terminal } from "./terminal";
import { watchStatus } from "./watch-status";

/** What is to be known of a stack. */
interface LiveStackStatus extends StackStatus {
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
    const decide = (): Promise<readonly LiveStackStatus[]> => decideAll(invocation, { names, looks, at });
    const found = await decide();
    if (options.json) terminal.print(JSON.stringify(found));
    else printText(found, terminal);
    if (options.record && (await record(invocation, looks)) && options.start !== undefined)
        await startUpdate(invocation, mayFollow(found, await decide()));
    throwCollected(errors);
    return exitStatusOf(looks);
}

interface DecideAllArgs {
    readonly names: readonly string[];
    readonly looks: ReadonlyMap<string, StackLook>;
    readonly at: Moment;
}

/** What is to be known of stacks, by the evidence that is kept at this moment. */
async function decideAll(
    invocation: Invocation<typeof statusCommand>,
    { names, looks, at }: DecideAllArgs,
): Promise<readonly LiveStackStatus[]> {
    const { root, signal } = invocation;
    const catalog = readCatalog(root);
    const holds = await readProjectHolds(invocation, { at });
    const fleet = readFleet(root);
    const windows = readWindows(root);
    const reader = manifestReader(root);
    const found: LiveStackStatus[] = [];
    for (const stack of names) {
        signal.throwIfAborted();
        const settings = readSettings(root, stack);
        const { lock } = findLock(root, stack);
        const { live = null } = looks.get(stack) ?? {};
        const { evidence } = holds;
        const cohorts = cohortsReader(root, settings, reader);
        const about = { settings, lock, catalog, at, fleet, evidence, windows, cohorts };
        const decided = stackStatus({ ...about, holds: holds.of(stack) });
        // What was done at other pins is over.
        const interventions = holds
            .interventions(stack)
            .filter((each) => lock && each.lock === lockDigest(lock));
        found.push({ ...decided, live, interventions });
    }
    return found;
}

/** Stacks that what was seen lets go on, or back: those of which it says something else now than before it was kept. */
function mayFollow(before: readonly StackStatus[], after: readonly StackStatus[]): readonly string[] {
    const wordOf = ({ action, step }: StackStatus): string =>
        [action, step?.part, step?.from, step?.to, step?.through].join(" ");
    const known = new Map(before.map((status) => [status.stack, wordOf(status)]));
    return after
        .filter((status) => status.action !== "none" && wordOf(status) !== known.get(status.stack))
        .map(({ stack }) => stack);
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
        [options.start !== undefined && !push, "--start", "starts what is to read what --push has pushed"],
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

/** Keeps what was seen, says where, and whether there was anything. */
async function record(
    { root, options, terminal, signal }: Invocation<typeof statusCommand>,
    looks: ReadonlyMap<string, StackLook>,
): Promise<boolean> {
    const seen = [...looks].flatMap(([stack, { extend }]) => (extend ? [[stack, extend] as const] : []));
    const blind = [...looks].flatMap(([stack, { extend }]) => (extend ? [] : [stack]));
    if (blind.length > 0)
        terminal.note(`nothing is kept of ${blind.join(", ")}, which could not be looked at`);
    if (seen.length === 0) return false;
    const { push } = options;
    const { commit, faults } = await recordEvidence({ root, looks: new Map(seen), push, signal });
    for (const fault of faults) terminal.note(`evidence: ${fault}.`);
    const where = options.push ? " and pushed" : "";
    terminal.note(
        `What was seen is kept in ${commit.slice(0, 12)} on the branch ${EVIDENCE_BRANCH}${where}.`,
    );
    return true;
}

/** Starts the workflow of `--start` where there is anything for it to do. */
async function startUpdate(
    { options, terminal, env, signal }: Invocation<typeof statusCommand>,
    stacks: readonly string[],
): Promise<void> {
    const workflow = workflowOf("--start", options.start);
    if (workflow === undefined) return;
    if (stacks.length === 0) {
        terminal.note(`${workflow} is not started: what was seen changes nothing of what may follow.`);
        return;
    }
    await withForge({ env, signal }, (forge) =>
        forge.startWorkflow(workflow, branchOf("--start", undefined, forge.context)),
    );
    terminal.note(`${workflow} is started, for ${stacks.join(", ")}.`);
}

/** The worst of all clusters that were looked at. */
function exitStatusOf(looks: ReadonlyMap<string, StackLook>): ExitStatus {
    const seen = new Set([...looks.values()].map(({ live }) => live.health));
    for (const health of ["failing", "unreachable", "behind"] as const)
        if (seen.has(health)) return ExitStatus[health];
    return ExitStatus.ok;
}

function printText(found: readonly LiveStackStatus[], terminal: Terminal): void {
    const looked = new Map(found.flatMap(({ stack, live }) => (live ? [[stack, live] as const] : [])));
    const overview = looked.size > 0 ? [liveTable(looked, terminal)] : [];
    terminal.print([...overview, ...found.map((status) => statusText(status, terminal))].join("\n\n"));
}

function statusText(status: LiveStackStatus, terminal: Terminal): string {
    const { stack, wave, range, pins, mend, held, live, interventions } = status;
    const lines = [`${terminal.paint("strong", stack)}  wave ${wave}, range ${range}`];
    const add = (word: string, text: string): void => void lines.push(`  ${word.padEnd(14)}${text}`);
    for (const [word, text] of live ? liveLines(live, terminal) : []) add(word, text);
    for (const { part, version, since, ends, isSupported, faults, cohorts } of pins) {
        const support =
            ends === null ? "" : isSupported ? `, supported until ${ends}` : `, support ended (${ends})`;
        add(partLabel(part), `${version} since ${since}${support}`);
        if (cohorts)
            add("", `cohorts through ${cohorts.through} have ${cohorts.version} since ${cohorts.since}`);
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
    if (status.decides !== null) add("decides", status.decides);
    for (const [word, text] of status.window?.words ?? []) add(word, text);
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
                : step.part === "cohort"
                  ? `proxies ${cohortWords(step)}`
                  : `${step.part} ${step.from} → ${step.to}`;
        return [["next", `${what}, which may be taken now`]];
    }
    const when = free === null ? "time alone does not free it" : `free on ${free}, if nothing else changes`;
    return [["next", when], ...blocked.map((reason) => ["blocked by", reason] as const)];
}
