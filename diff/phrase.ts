/** A value from a manifest, a branch or a file: shown as data in every format, never read as words or markup. */
export interface Data {
    readonly data: string;
}

/** Stands in data for the name of the object it is about, so that what is the same for many reads the same. */
export const NAME_MARK = "\uf8ff";

/** The phrase with the name of the object it is about, or with what a reader takes for any of many names. */
export function withName(phrase: Phrase, name: string | undefined): Phrase {
    return phrase.map((part) =>
        typeof part === "string" || !part.data.includes(NAME_MARK)
            ? part
            : { data: part.data.replaceAll(NAME_MARK, name ?? "<its name>") },
    );
}

/** Words of ours and data of others, in the order they are read. */
export type Phrase = readonly (string | Data)[];

/**
 * Makes a phrase: what stands in the template are our words, every string put in is data. Numbers are written with
 * commas, phrases are put in as they are.
 *
 * say`image ${from} → ${to}`
 */
export function say(words: TemplateStringsArray, ...values: readonly (string | number | Phrase)[]): Phrase {
    const parts: (string | Data)[] = [];
    for (const [index, word] of words.entries()) {
        if (word !== "") parts.push(word);
        const value = values[index];
        if (value === undefined) continue;
        if (typeof value === "number") parts.push(figure(value));
        else if (typeof value === "string") parts.push({ data: value });
        else parts.push(...value);
    }
    return parts;
}

/** Phrases one after the other, with our own words between them. */
export function join(phrases: readonly Phrase[], between = ", "): Phrase {
    return phrases.flatMap((phrase, index) => (index === 0 ? phrase : [between, ...phrase]));
}

/** The first few of many values: `a, b, c and 7 more`. */
export function listing(values: readonly string[], most: number): Phrase {
    const shown = values.length <= most + 1 ? values : values.slice(0, most);
    const phrase = join(shown.map((value) => say`${value}`));
    return shown.length === values.length ? phrase : say`${phrase} and ${values.length - shown.length} more`;
}

/** A number as it is read: `3,000`. */
export function figure(value: number): string {
    return value.toLocaleString("en-US");
}

/** The phrase as one text, for comparing and sorting; a format has its own way to show data. */
export function plain(phrase: Phrase): string {
    return phrase.map((part) => (typeof part === "string" ? part : part.data)).join("");
}
