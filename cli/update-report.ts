import { changeTitle, proposalTitle } from "../lifecycle/upgrade/titles";
import type { Action } from "../lifecycle/upgrade/decision";
import type { Terminal, Tone } from "./terminal";
import type { UpdateOutcome } from "./update-stack";

/** An outcome as `--json` prints it: what a workflow needs for a pull request, and nothing it would have to clean. */
export function outcomeDocument(outcome: UpdateOutcome): Readonly<Record<string, unknown>> {
    const { stack, action, step, version, reasons, warnings, missing, proposal } = outcome;
    const change = changeTitle(stack, action, step, version);
    return {
        stack,
        action,
        step: step ?? null,
        version,
        title: change?.title ?? null,
        branch: change?.branch ?? null,
        reasons,
        warnings,
        missing,
        proposal: proposal ? { ...proposal, ...proposalTitle(stack, proposal.version) } : null,
    };
}

const TONES: Readonly<Record<Action, Tone>> = { none: "dim", step: "good", created: "good", held: "warning" };
const WORDS: Readonly<Record<Action, string>> = {
    none: "nothing",
    step: "step",
    created: "created",
    held: "held",
};

/** An outcome as a person reads it. */
export function outcomeText(outcome: UpdateOutcome, terminal: Terminal): string {
    const { stack, action, step, version, reasons, warnings, missing, proposal } = outcome;
    const title = changeTitle(stack, action, step, version)?.title;
    const said =
        title ??
        (action === "held" ? `${stack}: the pins stay` : `${stack}: nothing to do, Istio ${version}`);
    const lines = [`${terminal.paint(TONES[action], WORDS[action].padEnd(7))}  ${said}`];
    const below = (tone: Tone, word: string, sentences: readonly string[]): void => {
        for (const sentence of sentences) lines.push(`  ${terminal.paint(tone, word)}  ${sentence}`);
    };
    if (step) below("dim", "because", [step.why]);
    below("warning", "because", reasons);
    below("warning", "warning", warnings);
    below("dim", "missing", missing);
    if (proposal) {
        const { version: better, range, meaning } = proposal;
        below("dim", "out of range", [`${better} would need the range ${range}: ${meaning.join("; ")}`]);
    }
    return lines.join("\n");
}

/** As many stacks as a reader wants to see; of more than that, their number. */
const SHOWN = 5;

/**
 * All outcomes as a person reads them. Stacks that are held for the same reasons stand in one block: a fleet that waits for
 * one stack says so once. What is said in several blocks, an old catalog or a bulletin that no release mends, is said once,
 * below them, with the stacks it is about.
 */
export function outcomesText(outcomes: readonly UpdateOutcome[], terminal: Terminal): string {
    const lists = [
        ["warning", "warnings"],
        ["dim", "missing"],
    ] as const;
    const blocks = blocksOf(outcomes);
    const shared = lists.map(([, list]) => saidInSeveral(blocks, list));
    const lines = blocks.flatMap(([first, ...others]) => {
        if (!first) return [];
        const own = lists.map(([, list], index) => first[list].filter((said) => !shared[index]?.has(said)));
        const stack = stackList([first, ...others].map((outcome) => outcome.stack));
        return [outcomeText({ ...first, stack, warnings: own[0] ?? [], missing: own[1] ?? [] }, terminal)];
    });
    for (const [index, [tone, list]] of lists.entries()) {
        const word = list === "warnings" ? "warning" : "missing";
        for (const [sentence, stacks] of shared[index] ?? [])
            lines.push(`${terminal.paint(tone, word)}  ${stackList(stacks)}: ${sentence}`);
    }
    return lines.join("\n");
}

/** Outcomes that say the same of held stacks, together; every other by itself. */
function blocksOf(outcomes: readonly UpdateOutcome[]): readonly (readonly UpdateOutcome[])[] {
    const blocks = new Map<string, UpdateOutcome[]>();
    for (const outcome of outcomes) {
        const { stack, action, version: _, ...said } = outcome;
        const key = action === "held" ? JSON.stringify(said) : stack;
        const known = blocks.get(key);
        if (known) known.push(outcome);
        else blocks.set(key, [outcome]);
    }
    return [...blocks.values()];
}

/** Sentences of several blocks, with the stacks of all of them. */
function saidInSeveral(
    blocks: readonly (readonly UpdateOutcome[])[],
    list: "warnings" | "missing",
): ReadonlyMap<string, readonly string[]> {
    const saidIn = new Map<string, (readonly UpdateOutcome[])[]>();
    for (const block of blocks) {
        for (const sentence of block[0]?.[list] ?? []) {
            const known = saidIn.get(sentence);
            if (known) known.push(block);
            else saidIn.set(sentence, [block]);
        }
    }
    const several = [...saidIn].filter(([, found]) => found.length > 1);
    return new Map(several.map(([sentence, found]) => [sentence, found.flat().map(({ stack }) => stack)]));
}

function stackList(stacks: readonly string[]): string {
    if (stacks.length <= SHOWN) return stacks.join(", ");
    return `${stacks.slice(0, SHOWN).join(", ")} and ${stacks.length - SHOWN} more stacks`;
}
