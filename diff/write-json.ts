import { objectDiff } from "./object-diff";
import { plain } from "./phrase";
import type { Report } from "./report";

/** Version of the document's shape. Members may be added to it; what is there keeps its meaning. */
export const DIFF_SCHEMA = "windlass/diff/v1";

/** Characters that JSON leaves as they are and a log viewer may obey. */
const OBEYED =
    /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]|[\u{e0000}-\u{e0fff}]/gu;

/**
 * A report as one line of JSON:
 *
 * - `from`, `to`: `{ref, commit}`, null for the files as they are
 * - `counts`: {@link Counts}
 * - `unread`: `[{side, stacks, message}]`
 * - `findings`: `[{section, rule, level, text, details: [{text, stacks}], subjects: [{stack, objects}]}]`
 * - `objects`: `[{change, replaced, stack, id, alike, stacks, diff: [line]}]`, `alike` being how many look like this one
 */
export function writeJson({ from, to, counts, unread, lines, objects }: Report): string {
    const document = {
        schema: DIFF_SCHEMA,
        from: { ref: from.ref ?? null, commit: from.commit ?? null },
        to: { ref: to.ref ?? null, commit: to.commit ?? null },
        counts,
        unread,
        findings: lines.map(({ section, rule, level, words, details, subjects }) => ({
            section,
            rule,
            level,
            text: plain(words),
            details: details.map((detail) => ({ text: plain(detail.words), stacks: detail.stacks })),
            subjects,
        })),
        objects: objects.map(({ example, count, stacks }) => ({
            change: example.kind,
            replaced: example.replaced,
            stack: example.stack,
            id: example.id,
            alike: count,
            stacks,
            diff: objectDiff(example),
        })),
    };
    return JSON.stringify(document).replace(OBEYED, escapeUnits);
}

function escapeUnits(character: string): string {
    return character
        .split("")
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .join("");
}
