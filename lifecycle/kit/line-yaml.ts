import { isRecord } from "./json-path";

/** Longest value that is written on the line of its key, in characters. */
const LINE = 100;
/** Words that some YAML reader takes for something else than a text. */
const WORDS = /^(?:true|false|yes|no|on|off|y|n|null|[-+]*e[-+]?[\d_]*)$/i;
/** A text that needs no quotes anywhere: it starts like a word or path, and has neither blanks nor flow signs. */
const PLAIN = /^(?:--?)?[A-Za-z/$(][\w./$()@+=-]*(?::[\w./$()@+=-]+)*$/;
/** The same with placeholders, which would end a map written in braces. */
const PLAIN_IN_BLOCK =
    /^(?:--?)?(?:[A-Za-z/$(]|\$\{\w+\})(?:[\w./$()@+=-]|\$\{\w+\})*(?::(?:[\w./$()@+=-]|\$\{\w+\})+)*$/;
/** Controls, line breaks of YAML 1.1, byte order marks, half surrogates and characters that reorder what is shown. */
const UNSAFE =
    // eslint-disable-next-line no-control-regex
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\p{Surrogate}/gu;

/** Stands for a map or list that is written on the line of its key, however long. */
export class OneLine {
    constructor(readonly value: unknown) {}
}

/**
 * A map as YAML that is made to be compared line by line: a short value stands on the line of its key, whatever it is, and
 * a text always does, however long. The same data gives the same text; keys stay in their order.
 *
 * @param indent Blanks before each key.
 */
export function writeLines(map: Readonly<Record<string, unknown>>, indent = ""): string {
    let text = "";
    for (const [key, value] of Object.entries(map)) {
        if (value !== undefined) text += `${indent}${scalar(key, false)}:${afterKey(value, indent)}`;
    }
    return text;
}

function afterKey(value: unknown, indent: string): string {
    if (value instanceof OneLine) return ` ${inLine(value.value)}\n`;
    if (!Array.isArray(value) && !isRecord(value)) return ` ${scalar(value, false)}\n`;
    const line = inLine(value);
    if (line.length <= LINE) return ` ${line}\n`;
    if (isRecord(value)) return `\n${writeLines(value, `${indent}  `)}`;
    return `\n${(value as readonly unknown[]).map((item) => `${indent}  - ${inLine(item)}\n`).join("")}`;
}

function inLine(value: unknown): string {
    if (value instanceof OneLine) return inLine(value.value);
    if (Array.isArray(value)) return `[${value.map((item) => inLine(item)).join(", ")}]`;
    if (!isRecord(value)) return scalar(value, true);
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${members.map(([key, member]) => `${scalar(key, true)}: ${inLine(member)}`).join(", ")}}`;
}

function scalar(value: unknown, inFlow: boolean): string {
    if (typeof value !== "string") return JSON.stringify(value) ?? "null";
    if ((inFlow ? PLAIN : PLAIN_IN_BLOCK).test(value) && !WORDS.test(value)) return value;
    if (value.search(UNSAFE) < 0) return `'${value.replaceAll("'", "''")}'`;
    return JSON.stringify(value).replace(
        UNSAFE,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}
