import { Cluster } from "../adapters/kubernetes/cluster-source";
import { type RolloutStep, intervene } from "../adapters/kubernetes/intervene";
import { readRollouts } from "../adapters/kubernetes/rollout-store";
import type { Intervention } from "../lifecycle/evidence/interventions";
import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { nextChange } from "../lifecycle/observed/next-change";
import { INTERVENTIONS, type RolloutAction, type RolloutState } from "../lifecycle/observed/rollout-state";
import { chooseRollouts } from "./choose-rollouts";
import type { Invocation } from "./command";
import type { rolloutCommand } from "./definitions/rollout";
import type { ObservableStack } from "./live-status";
import { lookAtStack, pushRecord, readReason, record } from "./rollout-record";
import { restart } from "./rollout-restart";

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
    refuseOthers(action, options);
    if (action === "restart") return restart(invocation);
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
    const recorded = await record({ action, reason, stack, look, subjects: pending }, invocation);
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

/** Options of the one action that others would ignore in silence. */
function refuseOthers(action: RolloutAction | "restart", options: Invoked["options"]): void {
    const others =
        action === "restart" ? (["canary"] as const) : (["namespace", "at-once", "most", "settle"] as const);
    const given = others.find((option) => options[option] !== undefined);
    if (given === undefined) return;
    throw new WindlassError({
        key: `--${given}`,
        rule: `is of no use with ${action}`,
        remedy: action === "restart" ? "Name namespaces, or say --all" : "Leave it out",
    });
}

function readAction({ positionals: [word] }: Invoked): RolloutAction | "restart" {
    const action = INTERVENTIONS.find((each) => each === word);
    if (action) return action;
    throw new WindlassError({
        key: "ACTION",
        value: word,
        rule: `must be one of ${INTERVENTIONS.join(", ")}`,
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
