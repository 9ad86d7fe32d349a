/** One document of a file, as it was written. */
export interface DocumentText {
    /** Line its text starts in, counted from 1. */
    readonly line: number;
    /** Every character between its separators; of a file's only document, the whole file. */
    readonly text: string;
}

/** A document starts after this at the start of a line (yaml.org/spec/1.2.2, "Document Markers"). */
const SEPARATOR = /^---(?=[ \t\r\n]|$)/gm;

/**
 * Cuts a text of YAML at its document separators, without reading what is between them. No text of a block or in quotes
 * can hold one: it would end the document there too.
 */
export function documentTexts(text: string): readonly DocumentText[] {
    const documents: DocumentText[] = [];
    let [start, line] = [0, 1];
    const take = (end: number) => {
        const part = text.slice(start, end);
        if (!isBlank(part)) documents.push({ line, text: part });
    };
    for (const { index } of text.matchAll(SEPARATOR)) {
        take(index);
        line += newlines(text.slice(start, index));
        start = index + 3;
        // A separator may have a comment, or the document itself, in its own line.
        const rest = /^[ \t]*(?:#[^\n]*)?\r?\n/.exec(text.slice(start));
        if (!rest) continue;
        start += rest[0].length;
        line += 1;
    }
    take(text.length);
    const [only, second] = documents;
    return only && !second ? [{ line: 1, text }] : documents;
}

/** Nothing but empty lines, comments and end markers. */
function isBlank(text: string): boolean {
    return /^\ufeff?(?:[ \t]*(?:#[^\n]*)?(?:\.\.\.[ \t]*)?\r?(?:\n|$))*$/.test(text);
}

function newlines(text: string): number {
    return text.split("\n").length - 1;
}
