import { WindlassError, throwCollected } from "../lifecycle/kit/errors";
import { injectStack } from "../adapters/istioctl/inject-stack";
import { type PlanInjectionArgs, planInjection } from "../lifecycle/sidecars/plan-injection";
import type { Sidecars } from "../lifecycle/sidecars/sidecars";
import { readPreviousSidecars } from "../adapters/files/sidecars-store";
import type { Lock } from "../lifecycle/settings/lock";
import type { StackSettings } from "../lifecycle/settings/settings";
import { parseSettings, settingsFile } from "../lifecycle/settings/settings-parse";
import { readSettings } from "../adapters/files/settings-source";
import { cohortsReader, readManifests } from "../adapters/files/stack-source";
import { readCommittedFile, readCommittedLock } from "../adapters/git/lock-history-source";
import { adoptedLock } from "../lifecycle/upgrade/adopt-lock";
import { type Scope, decideUpdate } from "../lifecycle/upgrade/decide";
import { decideRollback, orTakeBack } from "../lifecycle/upgrade/decide-rollback";
import type { Action, DecideArgs, Decision, UpdateStep } from "../lifecycle/upgrade/decision";
import { digestFields } from "../lifecycle/upgrade/digests";
import { restartOnly } from "../lifecycle/upgrade/restart-modes";
import { uncommittedStep } from "../lifecycle/upgrade/uncommitted";
import { findLock, lockText, requireUnchanged, takeTurn, writeUpdate } from "../adapters/files/update-store";
import { manifestReader } from "../adapters/files/manifest-source";
import { changeHolds } from "../adapters/files/holds-store";
import type { Hold } from "../lifecycle/holds/hold";
import { editHolds } from "../lifecycle/holds/holds-edit";
import { parseHolds } from "../lifecycle/holds/holds-parse";
import { dayOf } from "../lifecycle/kit/day";
import type { CommandContext, Invocation } from "./command";
import type { updateCommand } from "./definitions/update";
import { istioctlLocator } from "./istioctl-locator";
import { completeDigests } from "./update-digests";

/** What a run did to one stack. */
export interface UpdateOutcome {
    readonly stack: string;
    readonly action: Action;
    readonly step: UpdateStep | undefined;
    /** What the control plane is pinned to now; of a step, what it moved to; null without a lock. */
    readonly version: string | null;
    readonly reasons: readonly string[];
    readonly warnings: readonly string[];
    /** Digests that are left out, and why. */
    readonly missing: readonly string[];
    readonly proposal: Decision["proposal"];
}

export interface UpdateStackArgs extends Pick<
    DecideArgs,
    "catalog" | "at" | "fleet" | "windows" | "evidence" | "holds" | "restarted"
> {
    readonly stack: string;
    readonly only: Scope | undefined;
    /** Texts of locks when the run began: whatever is written to one meanwhile is somebody else's. @default now */
    readonly begun?: ReadonlyMap<string, string | undefined>;
    /** Exact version of Istio to go to. @default the best of the range */
    readonly to?: string;
    /** Go back to the Istio that ran before instead. @default false */
    readonly back?: boolean;
    /** Go back where a rollout was seen to fail, and nothing else moves Istio. @default false */
    readonly takeBack?: boolean;
    /** With `back`: why, as the hold of what it leaves says. @default "taken back by windlass rollback" */
    readonly reason?: string;
}

/** Takes the next step of one stack, and writes it. Whoever comes second finds the lock changed, and leaves it. */
export async function updateStack(
    args: UpdateStackArgs,
    invocation: Invocation<typeof updateCommand>,
): Promise<UpdateOutcome> {
    const { root, signal, terminal } = invocation;
    const { stack, only } = args;
    const found = args.begun?.has(stack) ? args.begun.get(stack) : lockText(root, stack);
    const onWait = (pid: number): void =>
        terminal.note(`${stack}: waiting for process ${pid}, which is updating it`);
    const turn = async (): Promise<UpdateOutcome> => {
        requireUnchanged(root, stack, found);
        const settings = readSettings(root, stack);
        const { lock, text } = findLock(root, stack);
        const restarts = (): readonly string[] =>
            restartOnly(settings, readManifests(settings, manifestReader(root)));
        const adopted =
            lock && text !== undefined ? adoptedLock(stack, { text, lock }, args.at.time) : undefined;
        if (adopted) return carryOut(adopted, { settings, lock, text }, invocation);
        const cohorts = cohortsReader(root, settings);
        const about = { ...args, settings, lock, restarts, cohorts };
        const forwards = (): Decision => {
            const decision = decideUpdate(about, only, args.to);
            return args.takeBack ? orTakeBack(decision, about) : decision;
        };
        const decided = args.back ? decideRollback(about) : forwards();
        const same = only === "strategy" && (await keepsStrategy(settings, invocation));
        if (same) {
            const reason = `istio.strategy is ${settings.istio.strategy} in the last commit too: say the other one in ${settingsFile(stack)} first`;
            return carryOut(
                { action: "held", reasons: [reason], warnings: [] },
                { settings, lock, text },
                invocation,
            );
        }
        const decision = await unlessUncommitted(decided, { settings, lock, text }, invocation);
        if (args.back) await holdWhatIsLeft(decision, args, invocation);
        return carryOut(decision, { settings, lock, text }, invocation);
    };
    return takeTurn(root, stack, turn, { signal, onWait });
}

/**
 * Holds the version a rollback leaves before it leaves it: the lock's history says the same once both are committed, and a
 * clone without that history, or `update` in the meantime, would not know.
 */
async function holdWhatIsLeft(
    { action, step }: Decision,
    { stack, at, reason = "taken back by windlass rollback" }: UpdateStackArgs,
    { root, signal }: CommandContext,
): Promise<void> {
    const parts: readonly (UpdateStep["part"] | undefined)[] = ["proxies", "cohort", "control-plane"];
    if (action !== "step" || !step || !parts.includes(step.part)) return;
    const { from: version } = step;
    const hold: Hold = { stack, system: "istio", version, reason, since: dayOf(at.time) };
    await changeHolds(
        root,
        (text) => {
            const same = (text === undefined ? [] : parseHolds(text).holds).flatMap((each, index) =>
                each.stack === stack &&
                each.system === "istio" &&
                each.version === version &&
                each.of === undefined
                    ? [{ ...each, index }]
                    : [],
            );
            if (same.some(({ expires }) => expires === undefined)) return text;
            // One that ends would free the version on that day.
            return editHolds(text, { removeHolds: same.map(({ index }) => index), addHolds: [hold] });
        },
        signal,
    );
}

/** Whether the strategy is the committed one. Outside of Git nobody knows. */
async function keepsStrategy(
    { stack, istio }: StackSettings,
    { root, signal }: CommandContext,
): Promise<boolean> {
    const committed = await readCommittedFile({ root, path: settingsFile(stack), signal });
    if (committed === undefined || committed === "none") return false;
    try {
        return parseSettings(stack, committed.text).istio.strategy === istio.strategy;
    } catch (error) {
        if (!(error instanceof WindlassError)) throw error;
        return false;
    }
}

/**
 * One step a commit: what lies between two of them was on no cluster, and `check --from` refuses both at once. A lock that
 * is in no commit yet holds the next step of the stack; what moves no pin goes on, and so does everything outside of Git.
 */
async function unlessUncommitted(
    decision: Decision,
    { settings: { stack }, lock }: Found,
    { root, signal }: CommandContext,
): Promise<Decision> {
    const { step, action } = decision;
    if (action !== "step" || !lock || step?.part === "settings" || step?.part === "digests") return decision;
    const committed = await readCommittedLock({ root, stack, signal });
    if (committed === undefined) return decision;
    const reason = uncommittedStep(stack, committed, lock);
    if (reason === undefined) return decision;
    const { warnings, proposal } = decision;
    return { action: "held", reasons: [reason], warnings, proposal };
}

interface Found {
    readonly settings: StackSettings;
    readonly lock: Lock | undefined;
    readonly text: string | undefined;
}

async function carryOut(
    decision: Decision,
    found: Found,
    invocation: Invocation<typeof updateCommand>,
): Promise<UpdateOutcome> {
    const { settings, lock: old, text } = found;
    const { stack } = settings;
    const { action, step, reasons, proposal } = decision;
    const version = step?.to ?? (decision.lock ?? old)?.istio.controlPlane.version ?? null;
    const outcome = {
        stack,
        action,
        step,
        version,
        reasons,
        warnings: decision.warnings,
        missing: [],
        proposal,
    };
    const wanted = decision.lock ?? old;
    if (action === "held" || !wanted) return outcome;
    const again = step?.part === "proxies" ? step.to : undefined;
    const { lock, missing } = await completeDigests(settings, wanted, old, again, invocation);
    if (action === "none" && old) {
        if (sameDigests(lock, old)) return { ...outcome, missing };
        const about = {
            part: "digests",
            from: old.istio.controlPlane.version,
            to: old.istio.controlPlane.version,
        } as const;
        writeUpdate(invocation.root, stack, text, { lock });
        const filled = { ...about, why: "the versions stay, and digests that were missing could be had" };
        return { ...outcome, action: "step", step: filled, version: about.to, missing };
    }
    const { sidecars, warnings } = await sidecarsFor(lock, found, invocation);
    writeUpdate(invocation.root, stack, text, { lock, sidecars });
    return { ...outcome, warnings: [...outcome.warnings, ...warnings], missing };
}

function sameDigests(lock: Lock, old: Lock): boolean {
    const before = digestFields(old, old);
    return digestFields(lock, lock).every(
        ({ known }, index) => Object.keys(known).length === Object.keys(before[index]?.known ?? {}).length,
    );
}

/** New sidecars, where the step changes what they are made of; nothing is written before all of them are there. */
async function sidecarsFor(
    lock: Lock,
    { settings, lock: old }: Found,
    invocation: Invocation<typeof updateCommand>,
): Promise<{ readonly sidecars?: Sidecars; readonly warnings: readonly string[] }> {
    const { root, signal, terminal } = invocation;
    const { stack } = settings;
    const sourcesNow = (): PlanInjectionArgs => ({
        settings,
        lock,
        manifests: readManifests(settings, manifestReader(root)),
    });
    const { sidecars: previous, warning } = readPreviousSidecars(root, stack);
    if (!old || !movesProxies(old, lock)) {
        const made = previous?.inputs.istioctl;
        if (made === lock.istio.proxies.version) return { warnings: [] };
        if (made === undefined && planInjection(sourcesNow()).workloads.length === 0) return { warnings: [] };
        const how =
            made === undefined
                ? "no sidecars have been made yet"
                : `the sidecars were made by istioctl ${made}`;
        return { warnings: [`${how}: run npm run -s windlass -- inject --stack ${stack}`] };
    }
    const sources = sourcesNow();
    if (planInjection(sources).workloads.length === 0) return { warnings: [] };
    const locate = istioctlLocator(invocation, { locks: [lock], offline: invocation.options.offline });
    const onProgress = (done: number, total: number): void =>
        terminal.progress(`${stack}: injecting ${done} of ${total} …`);
    const result = await injectStack({ ...sources, previous, root, locate, signal, onProgress });
    throwCollected(result.failures.map(({ error }) => error));
    return { sidecars: result.sidecars, warnings: warning === undefined ? [] : [warning] };
}

function movesProxies({ istio: before }: Lock, { istio: now }: Lock): boolean {
    const { proxies, hub, variant } = now;
    // On the way to another strategy they ask another istiod from the second step on.
    if (before.strategyMove !== now.strategyMove && now.strategyMove === "new") return true;
    if (before.proxies.next?.version !== proxies.next?.version) return true;
    return before.proxies.version !== proxies.version || before.hub !== hub || before.variant !== variant;
}
