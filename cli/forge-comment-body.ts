import { basename } from "node:path";
import { stripVTControlCharacters } from "node:util";

import { fenced, htmlCode } from "../diff/escape";

/** A text that is shown folded below a comment. */
export interface FoldedText {
    /** Name of its file; only the last part is shown. */
    readonly file: string;
    readonly text: string;
}

export interface CommentBodyArgs {
    readonly text: string;
    /** Whether the text is shown as its characters, because nobody vouches for it. */
    readonly asText: boolean;
    readonly folded: readonly FoldedText[];
    /** Most characters of the whole. */
    readonly limit: number;
}

/** Kept for the sentences around a text that is cut. */
const AROUND = 400;
const CUT = "_The rest does not fit here; the run of the workflow has it._";

/** A comment of a text and, folded below, others: never longer than the limit, and never with a fence left open. */
export function commentBody({ text, asText, folded, limit }: CommentBodyArgs): string {
    const parts = [asText ? fence(text, limit - AROUND) : shorten(text, limit - AROUND)];
    let room = limit - (parts[0]?.length ?? 0);
    for (const { file, text: own } of folded) {
        const open = `<details><summary>${htmlCode(basename(file))}</summary>\n\n`;
        const part = `${open}${fence(own, room - open.length - AROUND)}\n\n</details>`;
        if (part.length + AROUND > room) {
            parts.push(CUT);
            break;
        }
        parts.push(part);
        room -= part.length + 2;
    }
    return parts.join("\n\n");
}

function shorten(markdown: string, room: number): string {
    if (markdown.length <= room) return markdown.trimEnd();
    // Markdown that is cut may leave something open that swallows what follows: as characters it cannot.
    return fence(markdown, room);
}

/** Lines in a fence, as many as there is room for: it may grow by escapes, so it is measured. */
function fence(text: string, room: number): string {
    const lines = stripVTControlCharacters(text).trimEnd().split("\n");
    for (let count = lines.length; count > 0; count = Math.floor(count / 2)) {
        const shown = fenced(lines.slice(0, count), "text");
        if (shown.length <= room) return count === lines.length ? shown : `${shown}\n\n${CUT}`;
    }
    return CUT;
}
