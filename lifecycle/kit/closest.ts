/**
 * The candidate a misspelt word most likely meant: the nearest by edit distance, if about a third of its letters differ at most.
 *
 * @returns undefined when nothing is near enough to be worth suggesting.
 */
export function closest(word: string, candidates: readonly string[]): string | undefined {
    // A long word is no slip of the pen, and the distance costs the product of both lengths.
    if (word.length > 64) return undefined;
    let best: string | undefined;
    let bestDistance = Infinity;
    for (const candidate of candidates) {
        const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
        if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
    }
    return best !== undefined && bestDistance <= Math.ceil(best.length / 3) ? best : undefined;
}

/** Levenshtein's distance: insertions, deletions and replacements of one letter. */
function editDistance(a: string, b: string): number {
    let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
        const current = [i];
        for (let j = 1; j <= b.length; j++) {
            const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
            current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
        }
        previous = current;
    }
    return previous[b.length] ?? 0;
}
