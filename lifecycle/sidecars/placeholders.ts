import type { JsonObject, JsonValue } from "../kit/json";
import { type Pointer, joinPointer, splitPointer } from "../kit/pointer";

/**
 * Words by which the common part of many sidecars speaks of one workload, and what they stand for there: `${name}`.
 * The first that fits is used.
 */
export type Words = Readonly<Record<string, string>>;

/** A value with every whole word that stands for something replaced by its placeholder. */
export function abstractValue(value: JsonValue, words: Words): JsonValue {
    return mapStrings(value, (text) => abstractText(text, words));
}

/**
 * Tells quickly that {@link abstractValue} would leave a value alone, as it does with nearly all of them: most say the
 * same in every workload, so what words a text is made of is found out once.
 */
export class Abstraction {
    private readonly parts = new Map<string, ReadonlySet<string> | undefined>();

    /** @param text The value's canonical JSON. @returns false where no word of these stands in it; true where one may. */
    public mayFit(text: string, words: SortedWords): boolean {
        let parts = this.parts.get(text);
        if (parts === undefined && !this.parts.has(text)) this.parts.set(text, (parts = partsOf(text)));
        for (const name of words.names) if (parts === undefined || parts.has(name)) return true;
        for (const phrase of words.phrases)
            if (phrase.length <= text.length && text.includes(phrase)) return true;
        return false;
    }
}

/** The meanings of words: those that only fit between marks, and those that fit anywhere, as they stand in JSON. */
export interface SortedWords {
    readonly names: readonly string[];
    readonly phrases: readonly string[];
}

/** @see SortedWords */
export function sortWords(words: Words): SortedWords {
    const meanings = [...new Set(Object.values(words))].filter((meaning) => meaning !== "");
    const isName = (meaning: string): boolean => /^[\w.{}$-]+$/.test(meaning);
    return {
        names: meanings.filter((meaning) => isName(meaning)),
        phrases: meanings
            .filter((meaning) => !isName(meaning))
            .map((meaning) => JSON.stringify(meaning).slice(1, -1)),
    };
}

/** Undefined where that takes more than a glance: an escaped character may stand before a word. */
function partsOf(text: string): ReadonlySet<string> | undefined {
    return text.includes("\\") ? undefined : new Set(text.match(/[\w.{}$-]+/g));
}

/** A value with the placeholders of {@link abstractValue} replaced by what they stand for. */
export function expandValue(template: JsonValue, words: Words): JsonValue {
    return mapStrings(template, (text) => expandText(text, words));
}

/** Whether a value, as JSON, has something in it that looks like a placeholder; such a value is never made common. */
export function looksAbstract({ text }: { readonly text: string }): boolean {
    return text.includes("${");
}

/** A pointer with the first container's name replaced: where the workload's own containers are meant. */
export function abstractPointer(pointer: Pointer, words: Words): Pointer {
    if (!pointer.startsWith("spec/containers/")) return pointer;
    const path = splitPointer(pointer);
    const { container = "" } = words;
    if (container === "" || path[0] !== "spec" || path[1] !== "containers" || path[2] !== container)
        return pointer;
    return joinPointer([path[0], path[1], CONTAINER, ...path.slice(3)]);
}

/** What {@link abstractPointer} was made from. */
export function expandPointer(pointer: Pointer, words: Words): Pointer {
    if (!pointer.includes(CONTAINER)) return pointer;
    return joinPointer(
        splitPointer(pointer).map((key) => (key === CONTAINER ? (words["container"] ?? "") : key)),
    );
}

const CONTAINER = "${container}";

function mapStrings(value: JsonValue, map: (text: string) => string): JsonValue {
    if (typeof value === "string") return map(value);
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
        const items: readonly JsonValue[] = value.map((item: JsonValue) => mapStrings(item, map));
        return items.some((item, index) => item !== value[index]) ? items : (value as readonly JsonValue[]);
    }
    const entries = Object.entries(value as JsonObject);
    const mapped = entries.map(([key, member]) => [key, mapStrings(member, map)] as const);
    // What stays the same stays the same object, as most values do.
    return mapped.some(([, member], index) => member !== entries[index]?.[1])
        ? Object.fromEntries(mapped)
        : value;
}

function abstractText(text: string, words: Words): string {
    if (text === "") return text;
    let result = text;
    for (const [word, meaning] of Object.entries(words)) {
        if (meaning !== "" && result.includes(meaning)) result = replaceWhole(result, meaning, `\${${word}}`);
    }
    return result;
}

/** Replaces a word where no letter, digit or mark of a name stands beside it: `app` in `/app/x`, not in `my-app`. */
function replaceWhole(text: string, word: string, replacement: string): string {
    let result = "";
    let rest = 0;
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
        if (at < rest || isNamePart(text[at - 1]) || isNamePart(text[at + word.length])) continue;
        result += text.slice(rest, at) + replacement;
        rest = at + word.length;
    }
    return result + text.slice(rest);
}

function isNamePart(character: string | undefined): boolean {
    return character !== undefined && /[\w.{}$-]/.test(character);
}

function expandText(text: string, words: Words): string {
    if (!text.includes("${")) return text;
    return text.replace(/\$\{(\w+)\}/g, (whole, word: string) =>
        Object.hasOwn(words, word) ? (words[word] ?? whole) : whole,
    );
}
