import { type Finding, type Level, SECTIONS, type SectionName } from "./finding";
import { type Phrase, listing, say, withName } from "./phrase";

/** What the objects of one stack have in a line. */
export interface Subjects {
    readonly stack: string;
    /** Ids, sorted; empty where the line is about the stack. */
    readonly objects: readonly string[];
}

/** Findings that say the same, in one line. */
export interface Line {
    readonly section: SectionName;
    readonly rule: string;
    readonly level: Level;
    readonly words: Phrase;
    readonly details: readonly Detail[];
    /** Sorted by stack. */
    readonly subjects: readonly Subjects[];
}

/** One more line of a {@link Line}. */
export interface Detail {
    readonly words: Phrase;
    /** Stacks it holds for, sorted; empty where it holds for all of the line. */
    readonly stacks: readonly string[];
}

interface Group {
    readonly finding: Finding;
    readonly subjects: Map<string, Set<string>>;
    readonly details: Map<string, { readonly words: Phrase; readonly stacks: Set<string> }>;
    readonly tallies: Map<string, { count: number; readonly objects: Set<string> }>;
}

/** Names shown of those that a line counts. */
const NAMES = 3;

const LEVELS: readonly Level[] = ["alarm", "caution", "info"];

/**
 * Puts findings that say the same together, whatever object or stack they are about: 3,000 workloads that changed alike
 * are one line. The result does not depend on the order of the findings.
 */
export function groupFindings(findings: readonly Finding[]): readonly Line[] {
    const groups = new Map<string, Group>();
    for (const finding of findings) {
        const { section, rule, level, words, details = [], merge = false } = finding;
        const key = JSON.stringify([section, rule, level, words, merge ? [] : details]);
        let group = groups.get(key);
        if (!group)
            groups.set(
                key,
                (group = { finding, subjects: new Map(), details: new Map(), tallies: new Map() }),
            );
        addTo(group, finding);
    }
    const lines = [...groups].map(([key, group]) => ({ key, line: toLine(group) }));
    return lines.sort(byWeight).map(({ line }) => line);
}

function addTo({ subjects, details, tallies }: Group, finding: Finding): void {
    const { tally } = finding;
    if (tally !== undefined) {
        const known = tallies.get(tally) ?? { count: 0, objects: new Set() };
        known.count++;
        if (finding.object !== undefined) known.objects.add(finding.object);
        tallies.set(tally, known);
    }
    let objects = subjects.get(finding.stack);
    if (!objects) subjects.set(finding.stack, (objects = new Set()));
    if (finding.object !== undefined) objects.add(finding.object);
    for (const words of finding.details ?? []) {
        const key = JSON.stringify(words);
        const known = details.get(key);
        if (known) known.stacks.add(finding.stack);
        else details.set(key, { words, stacks: new Set([finding.stack]) });
    }
}

function toLine({ finding, subjects, details, tallies }: Group): Line {
    const { section, rule, level, words, merge = false } = finding;
    const entries = [...details];
    const ids = new Set([...subjects.values()].flatMap((objects) => [...objects]));
    const [only] = ids;
    const name = ids.size === 1 ? only?.split("/").at(-1) : undefined;
    // Details that were put together have no order of their own.
    if (merge && subjects.size > 1) entries.sort(byKey);
    return {
        section,
        rule,
        level,
        words: withName(words, name),
        details: [
            ...[...tallies].sort(byKey).map(([tally, { count, objects }]) => ({
                words:
                    objects.size === 0
                        ? say`${count} ${[tally]}`
                        : say`${count} ${[tally]}: ${listing([...objects].sort(), NAMES)}`,
                stacks: [],
            })),
            ...entries.map(([, detail]) => ({
                words: withName(detail.words, name),
                stacks: detail.stacks.size === subjects.size ? [] : [...detail.stacks].sort(),
            })),
        ],
        subjects: [...subjects]
            .sort(byKey)
            .map(([stack, objects]) => ({ stack, objects: [...objects].sort() })),
    };
}

interface Keyed {
    readonly key: string;
    readonly line: Line;
}

function byWeight(left: Keyed, right: Keyed): number {
    const rank = ({ section, level }: Line): number => SECTIONS.indexOf(section) * 10 + LEVELS.indexOf(level);
    const order = rank(left.line) - rank(right.line) || countOf(right.line) - countOf(left.line);
    return order !== 0 ? order : left.key < right.key ? -1 : 1;
}

/** Objects a line is about, over all stacks; a stack counts as one. */
export function countOf({ subjects }: Line): number {
    let count = 0;
    for (const { objects } of subjects) count += Math.max(1, objects.length);
    return count;
}

function byKey(left: readonly [string, unknown], right: readonly [string, unknown]): number {
    return left[0] < right[0] ? -1 : 1;
}
