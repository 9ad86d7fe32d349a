import { EVENT_ID, type Event, SCALAR_STYLE, getScalarValue, parseEvents } from "js-yaml";

import type { JsonValue } from "./json";

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
/** Length in characters below which no text takes much memory. */
const LARGE = 4 * 1024 * 1024;
/** Lines, items and members of a large text above which the thorough reader is asked, which reads one after the other. */
const MANY = 4_000_000;
/** Length in characters above which YAML wants a `?` before a key. */
const LONG_KEY = 1000;

/**
 * Reads the part of YAML that nearly every manifest is written in: maps and lists, literal blocks, scalars on one line,
 * comments. js-yaml finds out what stands where, in a tenth of the time `yaml` takes, which is what 3,000 manifests are
 * waited for; what that means is decided here.
 *
 * @returns undefined for a text that has anything else in it, wrong or right; another reader then has to look at it.
 *   What it does return is what every reader makes of the text, in YAML 1.1 and in 1.2. Empty documents are left out.
 */
export function readPlainYaml(text: string): readonly PlainDocument[] | undefined {
    if (ODD.test(text) || isOddlyMarked(text) || isCrowded(text)) return undefined;
    try {
        return new PlainReader(text, parseEvents(text, { maxDepth: DEEP })).documents();
    } catch {
        // Whatever js-yaml complains about, the thorough reader says with file and line.
        return undefined;
    }
}

/** Whether js-yaml might see a mark between documents where there is none (on an indented first line, behind `...`), or pass over a `%`. */
function isOddlyMarked(text: string): boolean {
    return (
        text.startsWith(" ") ||
        text.startsWith("%") ||
        text.includes("\n%") ||
        text.startsWith("...") ||
        text.includes("\n...")
    );
}

/** Whether js-yaml, which remembers a hundred bytes about each thing in a text, would need gigabytes for this one. */
function isCrowded(text: string): boolean {
    if (text.length < LARGE) return false;
    let things = 0;
    for (const mark of ["\n", ",", "[", "{", "- ", "? "]) {
        for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1))
            if (++things > MANY) return true;
    }
    return false;
}

class NotPlain extends Error {}

type ScalarEvent = Extract<Event, { readonly type: typeof EVENT_ID.SCALAR }>;

class PlainReader {
    private at = 0;

    public constructor(
        private readonly text: string,
        private readonly events: readonly Event[],
    ) {}

    public documents(): readonly PlainDocument[] {
        const documents: PlainDocument[] = [];
        let [line, counted] = [1, 0];
        while (this.at < this.events.length) {
            const mark = this.events[this.at++];
            if (mark?.type !== EVENT_ID.DOCUMENT || mark.directives.length > 0) throw new NotPlain();
            const root = this.events[this.at];
            // Nothing between two marks, as opposed to a written null.
            if (root?.type === EVENT_ID.SCALAR && root.valueStart < 0 && isBare(root)) {
                this.at++;
            } else {
                if (root?.type !== EVENT_ID.MAPPING && root?.type !== EVENT_ID.SEQUENCE) throw new NotPlain();
                for (let end; (end = this.text.indexOf("\n", counted)) >= 0 && end < root.start; line++)
                    counted = end + 1;
                documents.push({ value: this.node(), line });
            }
            this.at++;
        }
        return documents;
    }

    private node(): JsonValue {
        const event = this.events[this.at++];
        if (event?.type === EVENT_ID.SCALAR && isBare(event)) return this.scalar(event);
        if (event?.type === EVENT_ID.SEQUENCE && isBare(event)) return this.list();
        if (event?.type === EVENT_ID.MAPPING && isBare(event)) return this.map();
        throw new NotPlain();
    }

    private list(): JsonValue {
        const items: JsonValue[] = [];
        while (!this.isAtEnd()) items.push(this.node());
        return items;
    }

    private map(): JsonValue {
        const result: Record<string, JsonValue> = {};
        while (!this.isAtEnd()) {
            const key = this.node();
            if (typeof key !== "string" || key === "__proto__" || key.length > LONG_KEY) throw new NotPlain();
            if (Object.hasOwn(result, key)) throw new NotPlain();
            result[key] = this.node();
        }
        return result;
    }

    /** Takes the end of the innermost map or list, if it comes next. */
    private isAtEnd(): boolean {
        if (this.events[this.at]?.type !== EVENT_ID.POP) return false;
        this.at++;
        return true;
    }

    private scalar(event: ScalarEvent): JsonValue {
        const { style, valueStart, valueEnd } = event;
        if (valueStart < 0) return null;
        const source = this.text.slice(valueStart, valueEnd);
        if (style === SCALAR_STYLE.LITERAL_BLOCK) return this.block(event, source);
        if (style === SCALAR_STYLE.FOLDED_BLOCK || source.includes("\n")) throw new NotPlain();
        if (style === SCALAR_STYLE.PLAIN) return plainValue(source);
        return style === SCALAR_STYLE.SINGLE_QUOTED ? source.replaceAll("''", "'") : unescaped(source);
    }

    /** A literal block. Blank lines at its start, and such as have blanks in them, are read in more than one way. */
    private block(event: ScalarEvent, source: string): string {
        const isPlain =
            /\|-?\n$/.test(this.text.slice(event.valueStart - 3, event.valueStart)) &&
            // Whether a text that ends without a line break has one is not for us to say.
            source.endsWith("\n") &&
            !/^ *\n|\n +\n/.test(source);
        if (!isPlain) throw new NotPlain();
        return getScalarValue(this.text, event);
    }
}

/** Whether a node has neither an anchor nor a tag. */
function isBare({
    anchorStart,
    tagStart,
}: {
    readonly anchorStart: number;
    readonly tagStart: number;
}): boolean {
    return anchorStart < 0 && tagStart < 0;
}

/** What a text in double quotes means in YAML and in JSON alike; half surrogates are left to the thorough reader. */
function unescaped(source: string): string {
    if (!source.includes("\\")) return source;
    if (/\\u[dD][89a-fA-F]/.test(source)) throw new NotPlain();
    return JSON.parse(`"${source}"`) as string;
}

const NUMBER = /^-?(?:[1-9]\d{0,14}|0(?=\.)|0$)(?:\.\d{1,15})?$/;
/** A text that starts with a digit and cannot be a number: `10m`, `30s`, `1.31.1`, `10.0.0.0/8`, `17 3 * * *`, `1-31-1`. */
const TEXT_WITH_DIGITS = /^\d[\d.]*[^\d.eE_:xobXOB+-].*$|^\d+\.\d+\.[\d.]*$|^\d{1,3}(?:-\d+)+$/;
/** What means something else than its letters in one version of YAML or another, or may be a number. */
const AMBIGUOUS = /^(?:y|n|yes|no|on|off|true|false|null|~|=|<<|[-+]?\.(?:inf|nan)|[-+]?\.?\d.*)$/i;

/** What a scalar without quotes is, in every version of YAML. */
function plainValue(text: string): JsonValue {
    if (text === "true") return true;
    if (text === "false") return false;
    if (text === "null") return null;
    if (!AMBIGUOUS.test(text)) return text;
    if (NUMBER.test(text) && text !== "-0") return Number(text);
    if (TEXT_WITH_DIGITS.test(text)) return text;
    throw new NotPlain();
}
