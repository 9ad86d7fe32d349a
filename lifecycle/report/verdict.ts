import type { ConcernLevel } from "./concerns";
import type { StackReport } from "./fleet-report";

/** What a person has to know who reads one sentence. */
export interface Verdict {
    readonly level: ConcernLevel;
    /** Without its full stop. */
    readonly sentence: string;
}

/** How a fleet does, in one sentence. */
export function verdictOf(stacks: readonly StackReport[]): Verdict {
    const count = (level: ConcernLevel) => stacks.filter(({ concern }) => concern.level === level).length;
    const [failing, attention] = [count("failing"), count("attention")];
    const of = `of ${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"}`;
    const look = attention === 1 ? "needs a look" : "need a look";
    if (failing > 0) {
        const more = attention > 0 ? `, and ${attention} more ${look}` : "";
        return {
            level: "failing",
            sentence: `${failing} ${of} ${failing === 1 ? "is" : "are"} failing${more}`,
        };
    }
    if (attention > 0) return { level: "attention", sentence: `${attention} ${of} ${look}` };
    return { level: "fine", sentence: "Nothing asks for a person" };
}

/** What is counted of a fleet: pairs of a label and a number. */
export function countFleet(
    stacks: readonly StackReport[],
): readonly (readonly [label: string, count: number])[] {
    const that = (is: (stack: StackReport) => boolean): number => stacks.filter(is).length;
    return [
        ["stacks", stacks.length],
        ["with a known fault", that(({ pins }) => pins.some(({ faults }) => faults.length > 0))],
        ["with a step to take now", that(({ step }) => step !== null)],
        ["that wait", that(({ action }) => action === "held")],
        ["with something held", that(({ held }) => held.length > 0)],
        ["not seen", that(({ seen }) => seen === null)],
        ["pods on an older proxy than is pinned", stacks.reduce((sum, { debt }) => sum + debt, 0)],
    ];
}
