import type { JsonValue } from "./json";
import { NotPlain, flowValue, quotedEnd, scalarValue, splitKey, withoutComment } from "./plain-yaml-line";

/** One document of a text, and the line its content starts at, from 1. */
export interface PlainDocument {
    readonly value: JsonValue;
    readonly line: number;
}

/** Tabs, carriage returns, controls, and what one reader takes for a line break and another does not. */
// eslint-disable-next-line no-control-regex
const ODD = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u;
/** Nesting above which the thorough reader is asked, which refuses what is too deep. */
const DEEP = 60;

/**
 * Reads the part of YAML that nearly every manifest is written in: block maps and lists, literal blocks, scalars and
 * flow collections on one line, comments. It takes a tenth of the time of a whole YAML library, which is what 3,000
 * manifests are waited for.
 *
 * @returns undefined for a text that has anything else in it, wrong or right; another reader then has to look at it.
 *   What it does return is what every reader makes of the text, in YAML 1.1 and in 1.2. Empty documents are left out.
 */
export function readPlainYaml(text: string): readonly PlainDocument[] | undefined {
    if (ODD.test(text)) return undefined;
    try {
        const reader = new Reader(text.split("\n"));
        const documents: PlainDocument[] = [];
        while (!reader.isAtEnd()) {
            const document = reader.document();
            if (document) documents.push(document);
        }
        return documents;
    } catch (error) {
        if (!(error instanceof NotPlain)) throw error;
        return undefined;
    }
}

class Reader {
    private at = 0;
    private depth = 0;

    public constructor(private readonly lines: string[]) {}

    public isAtEnd(): boolean {
        return this.at >= this.lines.length;
    }

    /** The next document, with the mark behind it. Undefined where there is nothing in it. */
    public document(): PlainDocument | undefined {
        this.skipBlank();
        const line = this.at + 1;
        const first = this.current();
        const value = first === undefined || first === "---" ? undefined : this.node(indentOf(first));
        const end = this.current();
        if (end !== undefined && end !== "---") throw new NotPlain();
        this.at++;
        return value === undefined ? undefined : { value, line };
    }

    /** The line that is read next; never a blank one or a comment. */
    private current(): string | undefined {
        return this.lines[this.at];
    }

    private advance(): void {
        this.at++;
        this.skipBlank();
    }

    private skipBlank(): void {
        for (; this.at < this.lines.length; this.at++) {
            const line = this.lines[this.at] ?? "";
            const indent = indentOf(line);
            if (indent < line.length && line[indent] !== "#") return;
        }
    }

    private node(indent: number): JsonValue {
        const line = this.current() ?? "";
        if (indentOf(line) !== indent || ++this.depth > DEEP) throw new NotPlain();
        const value = isItem(line, indent) ? this.list(indent) : this.map(indent);
        this.depth--;
        return value;
    }

    private map(indent: number): JsonValue {
        const result: Record<string, JsonValue> = {};
        for (;;) {
            const line = this.current();
            if (line === undefined || line === "---" || indentOf(line) !== indent || isItem(line, indent))
                break;
            const [key, rest] = splitKey(line.slice(indent));
            if (Object.hasOwn(result, key)) throw new NotPlain();
            result[key] = rest === "" ? this.below(indent) : this.value(rest, indent);
        }
        return result;
    }

    private list(indent: number): JsonValue {
        const items: JsonValue[] = [];
        for (;;) {
            const line = this.current();
            if (line === undefined || line === "---" || !isItem(line, indent)) break;
            const rest = line.slice(indent + 2);
            const inner = indentOf(rest);
            if (isScalarText(rest.slice(inner))) {
                items.push(this.value(rest.slice(inner), indent));
                continue;
            }
            // A map or list that starts behind the dash goes on at that column.
            this.lines[this.at] = " ".repeat(indent + 2) + rest;
            items.push(this.node(indent + 2 + inner));
        }
        return items;
    }

    /** What follows a key with nothing behind it: a list at the same indentation, something deeper, or null. */
    private below(indent: number): JsonValue {
        this.advance();
        const line = this.current();
        if (line === undefined || line === "---") return null;
        if (isItem(line, indent)) return this.node(indent);
        const deeper = indentOf(line);
        return deeper > indent ? this.node(deeper) : null;
    }

    private value(text: string, indent: number): JsonValue {
        if (text.startsWith("|")) return this.block(text, indent);
        this.advance();
        const bare = withoutComment(text);
        return bare.startsWith("{") || bare.startsWith("[") ? flowValue(bare) : scalarValue(bare);
    }

    /** A literal block. Its indentation is that of its first line; blank lines are part of it, but for the last. */
    private block(header: string, indent: number): string {
        if (header !== "|" && header !== "|-") throw new NotPlain();
        this.at++;
        const first = this.current() ?? "";
        const depth = indentOf(first);
        if (depth <= indent || depth === first.length) throw new NotPlain();
        const lines: string[] = [];
        for (; this.at < this.lines.length; this.at++) {
            const line = this.lines[this.at] ?? "";
            if (line !== "" && indentOf(line) === line.length) throw new NotPlain();
            if (line !== "" && indentOf(line) < depth) break;
            lines.push(line.slice(depth));
        }
        // Whether a text that ends without a line break has one is not for us to say.
        if (this.isAtEnd() && lines.at(-1) !== "") throw new NotPlain();
        while (lines.at(-1) === "") lines.pop();
        this.skipBlank();
        return lines.join("\n") + (header === "|" ? "\n" : "");
    }
}

function indentOf(line: string): number {
    let indent = 0;
    while (line.charCodeAt(indent) === 32) indent++;
    return indent;
}

function isItem(line: string, indent: number): boolean {
    return line.startsWith("- ", indent) && indentOf(line) === indent;
}

/** Whether what stands behind a dash is a value of its own and not the first key of a map or an inner list. */
function isScalarText(rest: string): boolean {
    if (rest.startsWith("- ")) return false;
    const first = rest[0];
    if (first === "{" || first === "[" || first === "|") return true;
    if (first === "'" || first === '"') {
        const end = quotedEnd(rest, 0);
        return end < 0 || rest[end] !== ":" || (rest[end + 1] ?? " ") !== " ";
    }
    return !/^[^\s]*:(?: |$)/.test(rest);
}
