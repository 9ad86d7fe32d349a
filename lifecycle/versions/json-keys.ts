/**
 * The first key that an object of a JSON text has twice, with its path: `releases[3].date`. JSON.parse keeps the last of
 * two without a word, and a reviewer may have read the first.
 *
 * @param text - JSON that JSON.parse takes
 * @returns undefined where every key stands once
 */
export function duplicateKey(text: string): string | undefined {
    const stack: Level[] = [];
    // Strings whole, or the characters that open, close and separate: everything else says nothing of keys.
    for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/gs)) {
        const level = stack.at(-1);
        if (token === "{") stack.push({ keys: new Set(), key: "", index: 0, expectsKey: true });
        else if (token === "[") stack.push({ keys: undefined, key: "", index: 0, expectsKey: false });
        else if (token === "}" || token === "]") stack.pop();
        else if (token === ",") {
            if (!level) continue;
            level.index++;
            level.expectsKey = level.keys !== undefined;
        } else if (level?.keys && level.expectsKey) {
            level.expectsKey = false;
            level.key = JSON.parse(token) as string;
            if (level.keys.has(level.key)) return pathOf(stack);
            level.keys.add(level.key);
        }
    }
    return undefined;
}

/** An object or a list that is open. */
interface Level {
    /** Keys seen so far; undefined in a list. */
    readonly keys: Set<string> | undefined;
    key: string;
    /** Place in a list. */
    index: number;
    expectsKey: boolean;
}

function pathOf(stack: readonly Level[]): string {
    return stack
        .map(({ keys, key, index }) => (keys === undefined ? `[${index}]` : `.${key}`))
        .join("")
        .replace(/^\./, "");
}
