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

/**
 * All outcomes as a person reads them. What is said of several stacks, an old catalog or a bulletin that no release mends,
 * is said once, below them, with the stacks it is about.
 */
export function outcomesText(outcomes: readonly UpdateOutcome[], terminal: Terminal): string {
    const lists = [
        ["warning", "warnings"],
        ["dim", "missing"],
    ] as const;
    const shared = lists.map(([, list]) => saidOfSeveral(outcomes, list));
    const lines = outcomes.map((outcome) => {
        const own = lists.map(([, list], index) => outcome[list].filter((said) => !shared[index]?.has(said)));
        return outcomeText({ ...outcome, warnings: own[0] ?? [], missing: own[1] ?? [] }, terminal);
    });
    for (const [index, [tone, list]] of lists.entries()) {
        const word = list === "warnings" ? "warning" : "missing";
        for (const [sentence, stacks] of shared[index] ?? [])
            lines.push(`${terminal.paint(tone, word)}  ${stackList(stacks)}: ${sentence}`);
    }
    return lines.join("\n");
}

function saidOfSeveral(
    outcomes: readonly UpdateOutcome[],
    list: "warnings" | "missing",
): ReadonlyMap<string, readonly string[]> {
    const stacks = new Map<string, string[]>();
    for (const outcome of outcomes) {
        for (const sentence of outcome[list]) {
            const known = stacks.get(sentence);
            if (known) known.push(outcome.stack);
            else stacks.set(sentence, [outcome.stack]);
        }
    }
    return new Map([...stacks].filter(([, names]) => names.length > 1));
}

/** As many stacks as a reader wants to see; the rest is a number. */
const SHOWN = 5;

function stackList(stacks: readonly string[]): string {
    if (stacks.length <= SHOWN) return stacks.join(", ");
    return `${stacks.slice(0, SHOWN).join(", ")} and ${stacks.length - SHOWN} more`;
}
