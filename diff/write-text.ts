import { toText, visible } from "./escape";
import { type Level, SECTIONS } from "./finding";
import type { Line } from "./group";
import { NOTE, SIDES, TITLES, UNREAD, headline, versionsLine } from "./headline";
import { objectDiff } from "./object-diff";
import { figure } from "./phrase";
import type { Report } from "./report";
import { stackWords, subjectWords } from "./subject-words";

/** Colours a text by what it means; the terminal's `paint` is one. */
export type Paint = (tone: "good" | "warning" | "bad" | "dim" | "strong", text: string) => string;

const TONES = { alarm: "bad", caution: "warning", info: "dim" } as const;
const MARKS: Readonly<Record<Level, string>> = { alarm: "!!", caution: " !", info: "  " };

/** A report for a terminal: the summary, then the objects' differences. */
export function writeText(report: Report, paint: Paint): string {
    const lines: string[] = [toText(versionsLine(report)), toText(headline(report))];
    if (report.unread.length > 0) {
        lines.push("", paint("strong", UNREAD));
        for (const { stacks, side, message } of report.unread) {
            const where = stacks.length === 0 ? "" : ` ${toText(stackWords(stacks, report.counts.stacks))},`;
            lines.push(`${paint("warning", " !")}${where} ${SIDES[side]}: ${visible(message)}`);
        }
    }
    for (const section of SECTIONS) {
        const own = report.lines.filter((line) => line.section === section);
        if (own.length > 0) lines.push("", paint("strong", TITLES[section]));
        for (const line of own) lines.push(...writeLine(line, report, paint));
    }
    lines.push(...writeObjects(report, paint), "", paint("dim", NOTE));
    return lines.join("\n");
}

function writeLine(line: Line, { counts }: Report, paint: Paint): readonly string[] {
    const subject = toText(subjectWords(line, counts.stacks));
    const details = line.details.map(({ words, stacks }) => {
        const where = stacks.length === 0 ? "" : ` (${toText(stackWords(stacks, counts.stacks))})`;
        return `     - ${toText(words)}${where}`;
    });
    return [`${paint(TONES[line.level], MARKS[line.level])} ${subject}: ${toText(line.words)}`, ...details];
}

function writeObjects({ objects }: Report, paint: Paint): readonly string[] {
    if (objects.length === 0) return [];
    const lines = ["", paint("strong", "Objects")];
    for (const { example, count } of objects) {
        const more = count === 1 ? "" : `, and ${figure(count - 1)} more alike`;
        lines.push(
            "",
            paint("strong", `${example.kind}: ${visible(example.stack)} ${visible(example.id)}${more}`),
        );
        for (const line of objectDiff(example)) lines.push(paint(toneOf(line), visible(line)));
    }
    return lines;
}

function toneOf(line: string): "good" | "bad" | "dim" {
    if (line.startsWith("+")) return "good";
    return line.startsWith("-") ? "bad" : "dim";
}
