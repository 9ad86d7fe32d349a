import type { JsonValue } from "./json";

/** Thrown where a line is not plain; whoever reads then takes the thorough way. */
export class NotPlain extends Error {}

/** A key without quotes. What is longer than a line of text, or has blanks, is left to the thorough reader. */
const KEY = /^([A-Za-z_/$][\w./~${}()@+=-]*):(?: +(.*))?$/;
const AFTER_QUOTED_KEY = /^:(?: +(.*))?$/;
/** Words that mean something else than their letters, in one version of YAML or another. */
const WORD = /^(?:y|n|yes|no|on|off|true|false|null|[-+]?\.(?:inf|nan))$/i;

/** The key a line starts with, and what follows it: nothing where that stands on the next lines. */
export function splitKey(text: string): readonly [string, string] {
    const plain = KEY.exec(text);
    if (plain) {
        const [, key = "", rest = ""] = plain;
        if (WORD.test(key) || key === "__proto__") throw new NotPlain();
        return [key, afterKey(rest)];
    }
    const end = quotedEnd(text, 0);
    const rest = end < 0 ? null : AFTER_QUOTED_KEY.exec(text.slice(end));
    const key = rest ? quotedValue(text.slice(0, end)) : undefined;
    if (key === undefined || key === "__proto__") throw new NotPlain();
    return [key, afterKey(rest?.[1] ?? "")];
}

function afterKey(rest: string): string {
    return rest.startsWith("#") ? "" : trimBlanks(rest);
}

/** YAML knows no other blanks at the end of a line: a no-break space is part of the text. */
function trimBlanks(text: string): string {
    return text.endsWith(" ") ? text.replace(/ +$/, "") : text;
}

/** A value without the comment behind it. */
export function withoutComment(text: string): string {
    if (!text.includes("#")) return trimBlanks(text);
    const first = text[0];
    if (first === "'" || first === '"') {
        const end = quotedEnd(text, 0);
        if (end < 0 || !/^ *(?: #.*)?$/.test(text.slice(end))) throw new NotPlain();
        return text.slice(0, end);
    }
    // In braces a sign may stand in quotes.
    if (first === "{" || first === "[" || first === "#") throw new NotPlain();
    const cut = text.indexOf(" #");
    return cut < 0 ? trimBlanks(text) : trimBlanks(text.slice(0, cut));
}

const NUMBER = /^-?(?:[1-9]\d{0,14}|0(?=\.)|0$)(?:\.\d{1,15})?$/;
/** A text that starts with a digit and cannot be a number: `10m`, `30s`, `1.31.1`, `10.0.0.0/8`. */
const TEXT_WITH_DIGITS = /^\d[\d.]*[^\d.eE_:xobXOB+\- ].*$|^\d+\.\d+\.[\d.]*$/;

/** What a scalar on one line is, in every version of YAML. */
export function scalarValue(text: string): JsonValue {
    const first = text.charCodeAt(0);
    if (first === 39 || first === 34) {
        const value = quotedValue(text);
        if (value === undefined) throw new NotPlain();
        return value;
    }
    if (text === "true") return true;
    if (text === "false") return false;
    if (text === "null") return null;
    const letter = (first | 32) >= 97 && (first | 32) <= 122;
    if (letter || /^[/_$(]|^--?[A-Za-z]|^\.\D|^[\^~]./.test(text)) {
        if (WORD.test(text) || /: |:$| #/.test(text)) throw new NotPlain();
        return text;
    }
    if (NUMBER.test(text) && text !== "-0") return Number(text);
    if (TEXT_WITH_DIGITS.test(text) && !/: |:$| #/.test(text)) return text;
    throw new NotPlain();
}

/**
 * Where a text in quotes ends, behind its closing quote; -1 where none starts here or it does not end. Goes from sign to
 * sign: a regular expression runs out of stack over megabytes.
 */
export function quotedEnd(text: string, start: number): number {
    const quote = text[start];
    if (quote !== "'" && quote !== '"') return -1;
    for (let at = start + 1; ;) {
        const end = text.indexOf(quote, at);
        if (end < 0) return -1;
        if (quote === "'") {
            if (text[end + 1] !== quote) return end + 1;
            at = end + 2;
            continue;
        }
        let slashes = 0;
        while (text[end - 1 - slashes] === "\\") slashes++;
        if (slashes % 2 === 0) return end + 1;
        at = end + 1;
    }
}

/** What may follow a backslash in both YAML and JSON; half surrogates are left to the thorough reader. */
const ESCAPE = /\\(?:["\\/bfnrt]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4})/y;

/** A text in quotes. Undefined where it is more than that. */
export function quotedValue(text: string): string | undefined {
    if (quotedEnd(text, 0) !== text.length) return undefined;
    if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
    for (let at = text.indexOf("\\"); at >= 0; at = text.indexOf("\\", ESCAPE.lastIndex)) {
        ESCAPE.lastIndex = at;
        if (!ESCAPE.test(text)) return undefined;
    }
    return JSON.parse(text) as string;
}

/** A scalar without quotes in a flow collection; fewer signs are plain there than in a block. */
const FLOW_SCALAR = /(?:--?)?[A-Za-z0-9_/$(.][\w./$()@+=*~-]*(?::[\w./$()@+=-]+)*/y;
const DEEP = 20;

/** A map or list in braces that ends with its line. */
export function flowValue(text: string): JsonValue {
    const reader = new FlowReader(text);
    const value = reader.value(0);
    reader.blanks();
    if (reader.at !== text.length) throw new NotPlain();
    return value;
}

class FlowReader {
    public at = 0;

    public constructor(private readonly text: string) {}

    public blanks(): void {
        while (this.text[this.at] === " ") this.at++;
    }

    public value(depth: number): JsonValue {
        if (depth > DEEP) throw new NotPlain();
        const first = this.text[this.at];
        if (first === "{") return this.map(depth);
        if (first === "[") return this.list(depth);
        return scalarValue(this.scalar());
    }

    private map(depth: number): JsonValue {
        const result: Record<string, JsonValue> = {};
        this.at++;
        this.blanks();
        while (!this.takes("}")) {
            const text = this.scalar();
            const key = scalarValue(text);
            if (typeof key !== "string" || key === "__proto__" || Object.hasOwn(result, key))
                throw new NotPlain();
            if (!this.takes(":") || this.text[this.at] !== " ") throw new NotPlain();
            this.blanks();
            result[key] = this.value(depth + 1);
            this.separator("}");
        }
        return result;
    }

    private list(depth: number): JsonValue {
        const items: JsonValue[] = [];
        this.at++;
        this.blanks();
        while (!this.takes("]")) {
            items.push(this.value(depth + 1));
            this.separator("]");
        }
        return items;
    }

    private separator(end: string): void {
        this.blanks();
        if (this.takes(",")) {
            this.blanks();
            // A comma before the end is right in YAML, and rare.
            if (this.text[this.at] === end) throw new NotPlain();
        } else if (this.text[this.at] !== end) throw new NotPlain();
    }

    private takes(sign: string): boolean {
        if (this.text[this.at] !== sign) return false;
        this.at++;
        return true;
    }

    private scalar(): string {
        const end = quotedEnd(this.text, this.at);
        if (end >= 0) {
            const quoted = this.text.slice(this.at, end);
            this.at = end;
            return quoted;
        }
        FLOW_SCALAR.lastIndex = this.at;
        const found = FLOW_SCALAR.exec(this.text)?.[0];
        if (found === undefined) throw new NotPlain();
        this.at += found.length;
        return found;
    }
}
