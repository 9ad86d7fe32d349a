import { closest } from "../kit/closest";

/** Misspelt words that are looked into; a name that is wrong in a hundred places is mostly one name. */
const MOST = 20;

/** Returns the candidate a word most likely meant; undefined where none is near, and once enough words were looked into. */
export type Hint = (word: string, candidates: () => Iterable<string>) => string | undefined;

/** Remembers what it found: comparing a word with thousands of names takes milliseconds, and the same word comes again. */
export function hints(): Hint {
    const known = new Map<string, string | undefined>();
    return (word, candidates) => {
        if (!known.has(word) && known.size < MOST) known.set(word, closest(word, [...candidates()]));
        return known.get(word);
    };
}
