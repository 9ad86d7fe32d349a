import { authorOf } from "../adapters/git/author-source";
import { EVIDENCE_BRANCH } from "../adapters/git/evidence-source";
import { recordEvidence } from "../adapters/git/evidence-store";
import { Cluster } from "../adapters/kubernetes/cluster-source";
import { type RolloutStep, intervene } from "../adapters/kubernetes/intervene";
import { readRollouts } from "../adapters/kubernetes/rollout-store";
import { lockDigest } from "../lifecycle/evidence/evidence";
import { LONGEST_NAME, LONGEST_REASON } from "../lifecycle/evidence/evidence-definition";
import { type Intervention, withIntervention } from "../lifecycle/evidence/interventions";
import { momentText } from "../lifecycle/kit/day";
import { ExitStatus, WindlassError, throwCollected } from "../lifecycle/kit/errors";
import { nextChange } from "../lifecycle/observed/next-change";
import { ROLLOUT_ACTIONS, type RolloutAction, type RolloutState } from "../lifecycle/observed/rollout-state";
import { chooseRollouts } from "./choose-rollouts";
import type { Invocation } from "./command";
import type { rolloutCommand } from "./definitions/rollout";
import { type ObservableStack, type StackLook, lookAtStacks, readObservable } from "./live-status";
import { oneStack } from "./read-stacks";

type Invoked = Invocation<typeof rolloutCommand>;

/** What came of it, as `--json` prints it. */
interface RolloutDocument {
    readonly stack: string;
    readonly action: RolloutAction;
    readonly dryRun: boolean;
    /** What was kept of it, an entry a version; nothing where nothing was to do. */
    readonly recorded: readonly Intervention[];
    /** Every step, in its order; with --dry-run what the first would be. */
    readonly steps: readonly (RolloutStep | PlannedStep)[];
}

/** A step that was not taken. */
interface PlannedStep {
    readonly id: string;
    readonly what: "planned" | "nothing";
    readonly why: string;
}

/** What a Canary is before anything was done to it. */
const UNTOUCHED = { isTouched: false, hasLooked: false } as const;

/** Brings canaries of one stack to the end a person wants. */
export async function run(invocation: Invoked): Promise<ExitStatus> {
    const { options, terminal } = invocation;
    const action = readAction(invocation);
    const reason = readReason(options);
    const { stack, look } = await lookAtStack(invocation);
    const open = (signal: AbortSignal): Promise<Cluster> => Cluster.open({ context: stack.context, signal });
    const own = await ownRollouts(open, stack, invocation.signal);
    const chosen = chooseRollouts(own, action, options);
    const planned = chosen.map((state) => plannedStep(action, state));
    const pending = chosen.filter((_, index) => planned[index]?.what === "planned");
    const about = { stack: stack.stack, action, dryRun: options["dry-run"] === true };
    if (about.dryRun || pending.length === 0) {
        report({ ...about, recorded: [], steps: planned }, invocation);
        return ExitStatus.ok;
    }
    const recorded = await record({ action, reason, stack, look, states: pending }, invocation);
    const steps: RolloutStep[] = [];
    const onStep = (step: RolloutStep): void => {
        steps.push(step);
        if (!options.json) terminal.print(stepText(step));
    };
    const { signal } = invocation;
    const ends = await intervene({ open, action, ids: pending.map(({ id }) => id), signal, onStep });
    if (options.json) report({ ...about, recorded, steps }, invocation);
    else tellWhatFollows(about, recorded, invocation);
    await pushRecord(invocation);
    return [...ends.values()].every(({ what }) => what === "done") ? ExitStatus.ok : ExitStatus.noCandidate;
}

function readAction({ positionals: [word] }: Invoked): RolloutAction {
    const action = ROLLOUT_ACTIONS.find((each) => each === word);
    if (action) return action;
    throw new WindlassError({
        key: "ACTION",
        value: word,
        rule: `must be one of ${ROLLOUT_ACTIONS.join(", ")}`,
    });
}

function readReason(options: Invoked["options"]): string {
    const reason = options.reason?.trim() ?? "";
    if (reason === "" && options["dry-run"]) return reason;
    const rule =
        reason === ""
            ? "A reason is needed, for it is recorded"
            : reason.length > LONGEST_REASON || /[\r\n]/.test(reason)
              ? `must be one line of at most ${LONGEST_REASON} characters`
              : undefined;
    if (rule === undefined) return reason;
    const remedy = 'Say why: --reason "Prometheus was away"';
    throw new WindlassError({ key: "--reason", value: reason || undefined, rule, remedy });
}

/** Looks at the one stack that is named: a record says what was seen as well. */
async function lookAtStack(
    invocation: Invoked,
): Promise<{ readonly stack: ObservableStack; readonly look: StackLook }> {
    const { root, options } = invocation;
    const name = oneStack(root, options.stack);
    const { stacks, errors } = await readObservable(invocation, [name]);
    throwCollected(errors);
    const [stack] = stacks;
    if (!stack) {
        throw new WindlassError({
            key: "--stack",
            value: name,
            rule: "has no lock yet, or no context of a cluster",
            remedy: "Write windlass:cluster.context into its settings",
        });
    }
    const look = (await lookAtStacks(invocation, stacks)).get(stack.stack);
    if (look?.extend) return { stack, look };
    throw new WindlassError({
        key: `context ${stack.context}`,
        rule: `The cluster of ${stack.stack} cannot be looked at: ${look?.live.unreachable ?? "it did not answer"}`,
        exitStatus: ExitStatus.unreachable,
    });
}

/** The state of every canary of the stack. */
async function ownRollouts(
    open: (signal: AbortSignal) => Promise<Cluster>,
    { expected: { gated } }: ObservableStack,
    signal: AbortSignal,
): Promise<readonly RolloutState[]> {
    const cluster = await open(signal);
    try {
        const namespaces = [...new Set([...gated].map((target) => target.split("/")[0] ?? ""))];
        const states = await readRollouts(cluster, namespaces);
        return [...states.values()].filter(({ target }) => gated.has(target));
    } finally {
        cluster.close();
    }
}

function plannedStep(action: RolloutAction, state: RolloutState): PlannedStep {
    const next = nextChange(action, state, UNTOUCHED);
    const isOver = next.kind === "done" || next.kind === "refused";
    return { id: state.id, what: isOver ? "nothing" : "planned", why: next.why };
}

interface RecordArgs {
    readonly action: RolloutAction;
    readonly reason: string;
    readonly stack: ObservableStack;
    readonly look: StackLook;
    readonly states: readonly RolloutState[];
}

/** Keeps what is about to be done, before it is: whatever becomes of this process, it is known. */
async function record(
    { action, reason, stack: { stack, lock }, look, states }: RecordArgs,
    { root, env, signal, terminal }: Invoked,
): Promise<readonly Intervention[]> {
    const by = (await authorOf({ root, env, signal })).slice(0, LONGEST_NAME);
    const about = { action, reason, by, at: momentText(Date.now()), lock: lockDigest(lock) };
    const versions = [...new Set(states.map(({ version }) => version))].sort();
    const interventions = versions.map((version) => {
        const canaries = states.filter((state) => state.version === version).map(({ id }) => id);
        return { ...about, version, canaries };
    });
    const { byStack, commit } = await recordEvidence({
        root,
        signal,
        looks: new Map([
            [
                stack,
                (before) => {
                    const seen = look.extend?.(before) ?? before;
                    if (!seen) throw new Error(`nothing was seen of ${stack}`);
                    return interventions.reduce(withIntervention, seen);
                },
            ],
        ]),
    });
    terminal.note(`It is recorded in ${commit.slice(0, 12)} on the branch ${EVIDENCE_BRANCH}.`);
    return byStack.get(stack)?.interventions?.slice(-interventions.length) ?? [];
}

async function pushRecord({ root, options, signal, terminal }: Invoked): Promise<void> {
    if (!options.push) {
        terminal.note("The record is in this clone: --push, or status --record --push, takes it to others.");
        return;
    }
    await recordEvidence({ root, looks: new Map(), push: true, signal });
    terminal.note("The record is pushed.");
}

function report(document: RolloutDocument, { options, terminal }: Invoked): void {
    if (options.json) {
        terminal.print(JSON.stringify(document));
        return;
    }
    const { steps, stack, action, dryRun } = document;
    if (steps.length === 0) terminal.print(`${stack}: no canary to ${action}`);
    for (const step of steps) terminal.print(stepText(step));
    if (dryRun && steps.length > 0) terminal.print("nothing was changed (--dry-run)");
}

function stepText({ id, what, why }: RolloutStep | PlannedStep): string {
    return `${id}  ${what}: ${why}`;
}

/** What has to be done elsewhere. */
function tellWhatFollows(
    { stack, action }: Pick<RolloutDocument, "stack" | "action">,
    recorded: readonly Intervention[],
    { terminal }: Invoked,
): void {
    for (const { version } of recorded) {
        if (action !== "abort" || version === undefined) continue;
        const lift = `npm run -s windlass -- hold lift --stack ${stack} --version ${version} --reason "…"`;
        terminal.print(`istio ${version} is held for ${stack} and the waves after it; to lift it, ${lift}`);
        terminal.print(`to go back in Git as well: npm run -s windlass -- rollback --stack ${stack}`);
    }
}
