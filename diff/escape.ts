import type { Phrase } from "./phrase";

/** Longest value of others that a line of a summary shows, in characters. */
const LONGEST = 160;

/**
 * Characters a terminal, a log viewer or a browser may obey instead of showing: controls, line breaks of Unicode, bidi and
 * zero-width characters, tags, variation selectors, private use and surrogates that stand alone.
 */
const OBEYED =
    // eslint-disable-next-line no-control-regex, no-misleading-character-class
    /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}|\p{Co}/gu;

const NAMED: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text with nothing in it that is obeyed instead of shown, on one line. */
export function visible(text: string): string {
    return text.replace(
        OBEYED,
        (character) => NAMED[character] ?? `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`,
    );
}

/** {@link visible}, and shortened. */
export function brief(text: string, longest = LONGEST): string {
    const plain = visible(text.length > longest * 2 ? text.slice(0, longest * 2) : text);
    return plain.length <= longest
        ? plain
        : `${plain.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Data in a code span, in which Markdown, HTML, mentions and issue numbers mean nothing (CommonMark 0.31, 6.1). */
export function codeSpan(data: string): string {
    const text = brief(data);
    if (text.trim() === "") return text === "" ? "(empty)" : "(blank)";
    const fence = "`".repeat(longestRun(text) + 1);
    const pad =
        text.startsWith("`") || text.endsWith("`") || (text.startsWith(" ") && text.endsWith(" ")) ? " " : "";
    return `${fence}${pad}${text}${pad}${fence}`;
}

/** Lines of others in a fenced block that none of them can close. */
export function fenced(lines: readonly string[], language: string): string {
    const text = lines.map(visible).join("\n");
    const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
    return `${fence}${language}\n${text}\n${fence}`;
}

/** Data in HTML, where Markdown is not read but mentions would be, outside of `<code>`. */
export function htmlCode(data: string): string {
    const text = brief(data).replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
    return `<code>${text}</code>`;
}

/** A phrase for Markdown: our words as they are, data in code spans. */
export function toMarkdown(phrase: Phrase): string {
    return phrase.map((part) => (typeof part === "string" ? part : codeSpan(part.data))).join("");
}

/** A phrase for a terminal or a log. */
export function toText(phrase: Phrase): string {
    return phrase.map((part) => (typeof part === "string" ? part : quoted(brief(part.data)))).join("");
}

/** Data that could be taken for words of ours stands in quotation marks. */
function quoted(text: string): string {
    return /^[^\s,"→()]+$/.test(text) ? text : JSON.stringify(text);
}

function longestRun(text: string): number {
    let longest = 0;
    for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
    return longest;
}
