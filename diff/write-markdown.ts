import type { AlikeChanges } from "./alike";
import { codeSpan, fenced, htmlCode, toMarkdown } from "./escape";
import { type Level, SECTIONS } from "./finding";
import { type Line, countOf } from "./group";
import { NOTE, SIDES, TITLES, UNREAD, headline, versionsLine } from "./headline";
import { objectDiff } from "./object-diff";
import { figure } from "./phrase";
import type { Report } from "./report";
import { stackWords, subjectWords } from "./subject-words";

/** GitHub refuses comments of more than 65,536 characters; the rest is for what a workflow adds around. */
export const COMMENT_LIMIT = 64_000;
/** Kept free for the sentence that says what was left out. */
const RESERVE = 300;

const MARKS: Readonly<Record<Level, string>> = { alarm: "🛑 ", caution: "⚠️ ", info: "" };

/** How much of a summary is written; each step down says less of each line, the last ones say fewer lines. */
interface Detail {
    /** Most details of a line. */
    readonly details: number;
    /** Whether objects are named. */
    readonly names: boolean;
    /** Most lines of a section. */
    readonly lines: number;
}

const STEPS: readonly Detail[] = [
    { details: 40, names: true, lines: Infinity },
    { details: 6, names: true, lines: Infinity },
    { details: 0, names: true, lines: Infinity },
    { details: 0, names: false, lines: 60 },
    { details: 0, names: false, lines: 20 },
    { details: 0, names: false, lines: 5 },
    { details: 0, names: false, lines: 0 },
];

/**
 * A report as a comment on GitHub: the summary, and below it, folded, the objects' differences as far as they fit.
 *
 * @param limit Most characters, at least 2,000. The summary is shortened only when all differences are gone.
 */
export function writeMarkdown(report: Report, limit = COMMENT_LIMIT): string {
    const summaries = STEPS.map((step) => () => writeSummary(report, step));
    let summary = "";
    for (const write of summaries) {
        summary = write();
        if (summary.length + NOTE.length + RESERVE <= limit) break;
    }
    const room = limit - summary.length - NOTE.length - RESERVE;
    const { text, left } = writeObjects(report.objects, room);
    const missing =
        left === 0
            ? ""
            : `\n\n_${figure(left)} more ${left === 1 ? "difference does" : "differences do"} not fit into a comment; run \`windlass diff\` to see them._`;
    return `${summary}${text}${missing}\n\n<sub>${NOTE}</sub>\n`;
}

function writeSummary(report: Report, step: Detail): string {
    const parts = [
        `### windlass diff\n\n${toMarkdown(versionsLine(report))}\n\n**${toMarkdown(headline(report))}**`,
    ];
    if (report.unread.length > 0) parts.push(writeUnread(report, step));
    for (const section of SECTIONS) {
        const own = report.lines.filter((line) => line.section === section);
        if (own.length === 0) continue;
        const shown = own.slice(0, step.lines);
        const items = shown.map((line) => writeLine(line, report, step));
        if (shown.length < own.length) items.push(`- ${remainder(own.slice(step.lines), shown.length > 0)}`);
        parts.push(`#### ${TITLES[section]}\n\n${items.join("\n")}`);
    }
    return parts.join("\n\n");
}

/** What is left out still says how much of it has to be read. */
function remainder(lines: readonly Line[], others: boolean): string {
    let objects = 0;
    for (const line of lines) objects += countOf(line);
    const alarms = lines.filter(({ level }) => level === "alarm").length;
    const grave = alarms > 0 ? `, 🛑 ${figure(alarms)} of them to read with care` : "";
    return `${figure(lines.length)} ${others ? "more " : ""}lines about ${figure(objects)} objects${grave}`;
}

function writeUnread({ unread, counts }: Report, { lines }: Detail): string {
    const most = Math.min(10, lines);
    const items = unread.slice(0, most).map(({ stacks, side, message }) => {
        const where = stacks.length === 0 ? "" : `${toMarkdown(stackWords(stacks, counts.stacks))}, `;
        return `- ⚠️ ${where}${SIDES[side]}: ${codeSpan(message)}`;
    });
    if (unread.length > most) items.push(`- ${figure(unread.length - most)} more`);
    return `#### ${UNREAD}\n\n${items.join("\n")}`;
}

function writeLine(line: Line, { counts }: Report, step: Detail): string {
    const subject = toMarkdown(subjectWords(line, counts.stacks, step.names));
    const shown = line.details.slice(0, step.details);
    const left = line.details.length - shown.length;
    const details = shown.map(({ words, stacks }) => {
        const where = stacks.length === 0 ? "" : ` (${toMarkdown(stackWords(stacks, counts.stacks))})`;
        return `\n  - ${toMarkdown(words)}${where}`;
    });
    if (left > 0) details.push(`\n  - ${figure(left)} more`);
    return `- ${MARKS[line.level]}${subject}: ${toMarkdown(line.words)}${details.join("")}`;
}

function writeObjects(objects: readonly AlikeChanges[], room: number): { text: string; left: number } {
    if (objects.length === 0) return { text: "", left: 0 };
    const open = `\n\n<details>\n<summary>Objects</summary>\n`;
    const close = "\n</details>";
    let text = "";
    let count = 0;
    let tooLarge = 0;
    for (const alike of objects) {
        const part = writeObject(alike);
        // A large one must not hide the small ones behind it, nor all be written to see that none fits.
        if (open.length + text.length + part.length + close.length > room) {
            if (++tooLarge >= 20) break;
            continue;
        }
        text += part;
        count++;
    }
    return { text: count === 0 ? "" : `${open}${text}${close}`, left: objects.length - count };
}

function writeObject({ example, count }: AlikeChanges): string {
    const more = count === 1 ? "" : `, and ${figure(count - 1)} more alike`;
    const title = `${example.kind}: ${htmlCode(example.stack)} ${htmlCode(example.id)}${more}`;
    return `\n<details>\n<summary>${title}</summary>\n\n${fenced(objectDiff(example), "diff")}\n\n</details>\n`;
}
