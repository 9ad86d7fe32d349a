import { authorOf } from "../adapters/git/author-source";
import { EVIDENCE_BRANCH } from "../adapters/git/evidence-source";
import { recordEvidence } from "../adapters/git/evidence-store";
import { lockDigest } from "../lifecycle/evidence/evidence";
import { LONGEST_NAME, LONGEST_REASON } from "../lifecycle/evidence/evidence-definition";
import { type Intervention, withIntervention } from "../lifecycle/evidence/interventions";
import { momentText } from "../lifecycle/kit/day";
import { ExitStatus, WindlassError, throwCollected } from "../lifecycle/kit/errors";
import type { Invocation } from "./command";
import type { rolloutCommand } from "./definitions/rollout";
import { type ObservableStack, type StackLook, lookAtStacks, readObservable } from "./live-status";
import { oneStack } from "./read-stacks";

type Invoked = Invocation<typeof rolloutCommand>;

/**
 * Why a person intervenes; empty for a dry run that does not say.
 *
 * @throws WindlassError where it is missing, long, or more than a line
 */
export function readReason(options: Pick<Invoked["options"], "reason" | "dry-run">): string {
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
export async function lookAtStack(
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

export interface RecordArgs {
    readonly action: Intervention["action"];
    readonly reason: string;
    readonly stack: ObservableStack;
    readonly look: StackLook;
    /** What it is done to, and the proxy of each. */
    readonly subjects: readonly { readonly id: string; readonly version?: string }[];
}

/** Keeps what is about to be done, before it is: whatever becomes of this process, it is known. */
export async function record(
    { action, reason, stack: { stack, lock }, look, subjects }: RecordArgs,
    { root, env, signal, terminal }: Invoked,
): Promise<readonly Intervention[]> {
    const by = (await authorOf({ root, env, signal })).slice(0, LONGEST_NAME);
    const about = { action, reason, by, at: momentText(Date.now()), lock: lockDigest(lock) };
    const versions = [...new Set(subjects.map(({ version }) => version))].sort();
    const interventions = versions.map((version) => {
        const canaries = subjects.filter((subject) => subject.version === version).map(({ id }) => id);
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

/** Takes the record to others, where that is asked for, and says where it is. */
export async function pushRecord({ root, options, signal, terminal }: Invoked): Promise<void> {
    if (!options.push) {
        terminal.note("The record is in this clone: --push, or status --record --push, takes it to others.");
        return;
    }
    await recordEvidence({ root, looks: new Map(), push: true, signal });
    terminal.note("The record is pushed.");
}
