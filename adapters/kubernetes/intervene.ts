import { setTimeout as sleep } from "node:timers/promises";

import { nextChange } from "../../lifecycle/observed/next-change";
import type { RolloutAction, RolloutState } from "../../lifecycle/observed/rollout-state";
import { inParallel } from "../http/in-parallel";
import type { Cluster } from "./cluster-source";
import { changeRollout, readRollouts } from "./rollout-store";

export interface InterveneArgs {
    /** Opens the cluster; with another signal, to put right what an interruption would leave. */
    readonly open: (signal: AbortSignal) => Promise<Cluster>;
    readonly action: RolloutAction;
    /** `namespace/Canary/name` each. */
    readonly ids: readonly string[];
    readonly signal: AbortSignal;
    /** Told of every change, and of every end, as it comes. */
    readonly onStep: (step: RolloutStep) => void;
    /** Milliseconds between two looks. @default 3000 */
    readonly rest?: number;
    /** Milliseconds after which a Canary is waited for no longer. @default four looks of Flagger's, and a minute */
    readonly limit?: number;
}

/** What happened to one Canary. */
export interface RolloutStep {
    readonly id: string;
    /** `changed`: its cluster was told; `done` and the others: nothing comes after it. */
    readonly what: "changed" | "done" | "refused" | "late" | "gone";
    /** A clause without its full stop. */
    readonly why: string;
}

/** What this run remembers of a Canary. */
interface Memory {
    /** `lastTransitionTime` when it was first seen, or last changed. */
    mark: string;
    isTouched: boolean;
    /** By when it has to be done, in milliseconds. */
    readonly deadline: number;
}

const REST = 3000;
/** Changes that are made at once. */
const AT_ONCE = 16;
/** Milliseconds to put right what an interruption would leave. */
const CLEANING = 10_000;

/**
 * Brings Canaries to the end a person wants: look, change what has to be changed, and look again until Flagger has taken it up,
 * for each in a time of its own. What is left to do is read from the cluster alone ({@link nextChange}), so that whoever is
 * interrupted begins anew. However it ends, no analysis stays skipped.
 *
 * @returns the last step of each
 * @throws WindlassError when the cluster does not answer, or refuses
 */
export async function intervene(args: InterveneArgs): Promise<ReadonlyMap<string, RolloutStep>> {
    const cluster = await args.open(args.signal);
    const ends = new Map<string, RolloutStep>();
    try {
        const memories = new Map<string, Memory>();
        for (;;) {
            const pending = args.ids.filter((id) => !ends.has(id));
            if (pending.length === 0) return ends;
            const states = await readRollouts(cluster, namespacesOf(pending));
            await inParallel(pending, AT_ONCE, async (id) => {
                const step = await advance(cluster, id, states.get(id), memories, args);
                if (step) args.onStep(step);
                if (step && step.what !== "changed") ends.set(id, step);
            });
            if (ends.size < args.ids.length)
                await sleep(args.rest ?? REST, undefined, { signal: args.signal });
        }
    } catch (error) {
        args.signal.throwIfAborted();
        throw error;
    } finally {
        if (args.action === "promote") await stopSkipping(args);
        cluster.close();
    }
}

async function advance(
    cluster: Cluster,
    id: string,
    state: RolloutState | undefined,
    memories: Map<string, Memory>,
    { action, limit }: InterveneArgs,
): Promise<RolloutStep | undefined> {
    if (!state) return { id, what: "gone", why: "it is not in the cluster" };
    const longest = limit ?? 4 * state.interval + 60_000;
    const memory = memories.get(id) ?? {
        mark: state.lastTransition,
        isTouched: false,
        deadline: Date.now() + longest,
    };
    memories.set(id, memory);
    const progress = { isTouched: memory.isTouched, hasLooked: state.lastTransition !== memory.mark };
    const next = nextChange(action, state, progress);
    if (next.kind === "done" || next.kind === "refused") return { id, what: next.kind, why: next.why };
    if (Date.now() > memory.deadline) {
        const why = `Flagger has not taken it up within ${Math.round(longest / 1000)} s (${next.why})`;
        return { id, what: "late", why };
    }
    if (next.kind === "wait") return undefined;
    if (!(await changeRollout(cluster, state, next))) return undefined;
    memory.isTouched = true;
    memory.mark = state.lastTransition;
    return { id, what: "changed", why: next.why };
}

/** Takes this program's hand off every Canary, whatever the signal says: a rollout after this one is to be measured. */
async function stopSkipping({ open, ids }: InterveneArgs): Promise<void> {
    const stop = AbortSignal.timeout(CLEANING);
    const cluster = await open(stop);
    try {
        const states = await readRollouts(cluster, namespacesOf(ids));
        const left = ids.flatMap((id) => states.get(id) ?? []).filter(({ skips }) => skips === "by-hand");
        await inParallel(left, AT_ONCE, async (state) => {
            await changeRollout(cluster, state, { kind: "skip", skip: false, why: "" });
        });
    } finally {
        cluster.close();
    }
}

function namespacesOf(ids: readonly string[]): readonly string[] {
    return [...new Set(ids.map((id) => id.split("/")[0] ?? ""))];
}
