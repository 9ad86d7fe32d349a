import { compareText } from "../../lifecycle/kit/compare-text";
import type { Terminal, Tone } from "../terminal";
import type { CheckFinding } from "./finding";

const TONES: Readonly<Record<CheckFinding["level"], Tone>> = {
    refused: "bad",
    warning: "warning",
    waived: "dim",
};
const LEVELS = Object.keys(TONES);

/** Findings from which on a summary is worth its lines. */
const MANY = 10;
/** Stacks that are named; the rest is a number. */
const NAMED = 3;

/** What is found alike in some stacks. */
interface Group {
    /** As the first of them has it, its own name replaced where there are more. */
    readonly finding: CheckFinding;
    readonly stacks: readonly string[];
}

/**
 * Findings for a reader: what is refused first, then by stack, file and line. What many stacks have alike is said once, with
 * the stacks; a remedy that follows itself is said once. From {@link MANY} on a summary by rule closes the list.
 */
export function findingLines(
    findings: readonly CheckFinding[],
    terminal: Pick<Terminal, "paint">,
): readonly string[] {
    const groups = [...groupAlike(findings)].sort(compare);
    const lines = groups.flatMap(({ finding, stacks }, index) => {
        const { level, rule, about, reason, remedy } = finding;
        const head = `${terminal.paint(TONES[level], level.padEnd(7))}  ${names(stacks)}  ${rule}  ${about}${place(finding)}: ${reason}`;
        const next = groups[index + 1]?.finding;
        const again = next?.level === level && next.remedy === remedy;
        return level === "waived" || again ? [head] : [head, `         ${remedy}.`];
    });
    return findings.length < MANY ? lines : [...lines, "", ...summary(findings)];
}

function place({ file, line }: CheckFinding): string {
    if (file === undefined) return "";
    return ` (${line === undefined ? file : `${file}:${line}`})`;
}

function groupAlike(findings: readonly CheckFinding[]): Iterable<Group> {
    const groups = new Map<string, { finding: CheckFinding; stacks: string[] }>();
    for (const finding of findings) {
        const general = generalized(finding);
        const { stack: _, ...rest } = general;
        const key = JSON.stringify(rest);
        const group = groups.get(key);
        if (!group) {
            groups.set(key, { finding, stacks: [finding.stack] });
        } else if (!group.stacks.includes(finding.stack)) {
            group.stacks.push(finding.stack);
            group.finding = general;
        }
    }
    return groups.values();
}

/** The finding as any stack could have it: `<stack>` for its name in its own files and in commands, and no line there. */
function generalized(finding: CheckFinding): CheckFinding {
    const { stack, file, line, remedy } = finding;
    const own = file !== undefined && /^(?:stacks|clusters)\//.test(file);
    return {
        ...finding,
        file: own ? named(file, stack) : file,
        line: own ? undefined : line,
        remedy: remedy.replaceAll(`--stack ${stack}`, "--stack <stack>"),
    };
}

/** A path with `<stack>` for the stack's name. An app may have the same one, so this is for its own files. */
function named(file: string, stack: string): string {
    return file.replace(new RegExp(`(?<=[./])${stack}(?=[./])`), "<stack>");
}

function compare(a: Group, b: Group): number {
    return (
        LEVELS.indexOf(a.finding.level) - LEVELS.indexOf(b.finding.level) ||
        compareText(a.stacks.join(), b.stacks.join()) ||
        compareText(a.finding.file ?? "", b.finding.file ?? "") ||
        (a.finding.line ?? 0) - (b.finding.line ?? 0)
    );
}

function names(stacks: readonly string[]): string {
    const shown = stacks.slice(0, NAMED).join(", ");
    return stacks.length <= NAMED ? shown : `${shown} and ${stacks.length - NAMED} more`;
}

/** How many findings there are of each rule, and in how many stacks, most first. */
function summary(findings: readonly CheckFinding[]): readonly string[] {
    const rules = new Map<string, CheckFinding[]>();
    for (const finding of findings) {
        const key = `${finding.level.padEnd(7)}  ${finding.rule}`;
        const found = rules.get(key);
        if (found) found.push(finding);
        else rules.set(key, [finding]);
    }
    return [...rules]
        .sort(([a, first], [b, second]) => second.length - first.length || compareText(a, b))
        .map(([key, found]) => {
            const stacks = [...new Set(found.map(({ stack }) => stack))];
            return `${String(found.length).padStart(7)}  ${key}  in ${names(stacks)}`;
        });
}
