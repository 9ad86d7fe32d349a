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

/** Stacks named in one block; of more than that, their number. */
const NAMED = 5;

/**
 * Outcomes as a person reads them. Stacks that are held for the same reasons stand in one block: a fleet that waits for one
 * stack says so once.
 */
export function outcomesText(outcomes: readonly UpdateOutcome[], terminal: Terminal): string {
    const blocks = new Map<string, UpdateOutcome[]>();
    for (const outcome of outcomes) {
        const { stack, action, version: _, ...said } = outcome;
        const key = action === "held" ? JSON.stringify(said) : stack;
        blocks.set(key, [...(blocks.get(key) ?? []), outcome]);
    }
    return [...blocks.values()].map((block) => blockText(block, terminal)).join("\n");
}

function blockText([first, ...others]: readonly UpdateOutcome[], terminal: Terminal): string {
    if (!first) return "";
    const named = [first, ...others].slice(0, NAMED).map(({ stack }) => stack);
    const rest = others.length + 1 - named.length;
    const stack = rest === 0 ? named.join(", ") : `${named.join(", ")} and ${rest} more stacks`;
    return outcomeText(others.length === 0 ? first : { ...first, stack }, terminal);
}

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
