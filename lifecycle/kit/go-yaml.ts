import { parse } from "yaml";

import { quotedValue } from "./plain-yaml-line";

/** Thrown where a text uses more of YAML than Kubernetes' tools write; the caller then takes the thorough way. */
class Unexpected extends Error {}

/**
 * Reads a document as sigs.k8s.io/yaml writes it: block maps, lists at the indentation of their key, literal blocks,
 * scalars on one line. That is a small part of YAML, and reading just that takes a tenth of the time; for 3,000 workloads
 * this is the difference between waiting for istioctl and waiting for Node. Whatever else a text holds is left to `yaml`.
 */
export function readGoYaml(text: string): unknown {
    try {
        return new GoYamlReader(text).read();
    } catch (error) {
        if (!(error instanceof Unexpected)) throw error;
        return parse(text, { logLevel: "error" });
    }
}

/**
 * Parts read before. Sidecars are alike but for a few lines, so most of a text has been read with the one before it; and
 * as the same text then is the same object, others can tell at a glance too. Nobody changes what is read.
 */
const known = new Map<string, unknown>();
const MANY = 20_000;
const LONG = 2000;

class GoYamlReader {
    private readonly lines: readonly string[];
    /** Where each line starts in the text, and its indentation; that of an empty one is beyond all others. */
    private readonly starts: number[] = [];
    private readonly indents: number[] = [];
    private at = 0;

    public constructor(private readonly text: string) {
        this.lines = text.split("\n");
        if (this.lines.at(-1) !== "") throw new Unexpected();
        let start = 0;
        for (const line of this.lines) {
            this.starts.push(start);
            this.indents.push(line === "" ? Infinity : indentOf(line));
            start += line.length + 1;
        }
    }

    public read(): unknown {
        const value = this.node(0);
        if (this.at !== this.lines.length - 1) throw new Unexpected();
        return value;
    }

    /**
     * Reads what reaches to the next line that starts before a depth, or knows it from before: it depends on nothing but
     * its text from this column on.
     */
    private remembered(column: number, depth: number, read: () => unknown): unknown {
        const [start = 0, last] = [this.starts[this.at], this.lines.length - 1];
        let end = this.at + 1;
        while (end < last && (this.indents[end] ?? 0) >= depth) end++;
        const text = this.text.slice(start + column, this.starts[end]);
        if (text.length > LONG) return read();
        const key = `${column} ${text}`;
        const before = known.get(key);
        if (before !== undefined) {
            this.at = end;
            return before;
        }
        const value = read();
        if (this.at !== end) return value;
        if (known.size >= MANY) known.clear();
        known.set(key, value);
        return value;
    }

    private node(indent: number): unknown {
        const line = this.lines[this.at] ?? "";
        if (indentOf(line) !== indent) throw new Unexpected();
        return isItem(line, indent) ? this.list(indent) : this.map(indent);
    }

    private map(indent: number): Record<string, unknown> {
        const entries: [string, unknown][] = [];
        for (;;) {
            const line = this.lines[this.at] ?? "";
            if (line === "" || indentOf(line) !== indent || isItem(line, indent)) break;
            this.at++;
            const [key, rest] = splitKey(line.slice(indent));
            entries.push([key, rest === "" ? this.below(indent) : this.value(rest, indent)]);
        }
        if (entries.length === 0) throw new Unexpected();
        return Object.fromEntries(entries);
    }

    private list(indent: number): unknown[] {
        const items: unknown[] = [];
        while (isItem(this.lines[this.at] ?? "", indent)) {
            const line = this.lines[this.at] ?? "";
            const rest = line.slice(indent + 2);
            if (isScalarText(rest)) {
                this.at++;
                items.push(this.value(rest, indent));
                continue;
            }
            // A map or list that starts behind the dash goes on at that column.
            items.push(
                this.remembered(indent, indent + 1, () => {
                    (this.lines as string[])[this.at] = `${" ".repeat(indent + 2)}${rest}`;
                    return this.node(indent + 2);
                }),
            );
        }
        return items;
    }

    /** What follows a key with nothing behind it: a list at the same indentation, a map deeper, or null. */
    private below(indent: number): unknown {
        const line = this.lines[this.at] ?? "";
        if (isItem(line, indent)) return this.list(indent);
        const depth = indentOf(line);
        return line !== "" && depth > indent ? this.remembered(depth, depth, () => this.node(depth)) : null;
    }

    private value(text: string, indent: number): unknown {
        if (text.startsWith("|")) return this.block(text, indent);
        const value = scalarOf(text);
        if (value === undefined) throw new Unexpected();
        return value;
    }

    /** A literal block. Its indentation is that of its first line; blank lines are part of it. */
    private block(header: string, indent: number): string {
        const chomp = /^\|([-+]?)$/.exec(header)?.[1];
        const first = this.lines[this.at] ?? "";
        const depth = indentOf(first);
        if (chomp === undefined || chomp === "+" || first.trim() === "" || depth <= indent)
            throw new Unexpected();
        const lines: string[] = [];
        for (; this.at < this.lines.length - 1; this.at++) {
            const line = this.lines[this.at] ?? "";
            if (line.trim() !== "" && indentOf(line) < depth) break;
            if (line.trim() === "" && line.length > 0) throw new Unexpected();
            lines.push(line.slice(depth));
        }
        if (lines.at(-1) === "") throw new Unexpected();
        return lines.join("\n") + (chomp === "-" ? "" : "\n");
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

/** Keys Kubernetes writes without quotes, and what follows them. */
const KEY = /^([A-Za-z0-9_./~-]+):(?: (.*))?$/;

function splitKey(text: string): readonly [string, string] {
    const match = KEY.exec(text);
    const key = match?.[1];
    if (key === undefined || /^(?:null|true|false|y|n|yes|no|on|off|~|[\d.].*)$/i.test(key))
        throw new Unexpected();
    return [key, match?.[2] ?? ""];
}

/** Whether what stands behind a dash is a scalar and not the first key of a map. */
function isScalarText(text: string): boolean {
    if (text.startsWith("'") || text.startsWith('"') || text.startsWith("|")) return true;
    return !KEY.test(text) && !text.startsWith("- ");
}

const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/;
/** Scalars that mean something else than their letters, in one version of YAML or another. */
const SPECIAL = /^(?:[-+.]?\d.*|[-+]?\.(?:inf|nan)|~|null|yes|no|on|off|y|n)$/i;

/** Undefined where it takes more than a glance to tell. */
function scalarOf(text: string): unknown {
    if (text.startsWith("'") || text.startsWith('"')) return quotedValue(text);
    if (text === "{}") return {};
    if (text === "[]") return [];
    if (text === "true") return true;
    if (text === "false") return false;
    if (text === "null") return null;
    if (NUMBER.test(text)) return Number(text);
    if (/^[\s&*!|>%@`#{}[\],?]|^- |: |:$| #|\s$/.test(text)) return undefined;
    // A cron line, an image or a version: digits and more, and no number.
    return SPECIAL.test(text) && !/^\d[\d.]*[^\d.eE_:xobXOB+-].*$/.test(text) ? undefined : text;
}
