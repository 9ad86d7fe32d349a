/** Keys to the first place where two values differ. */
export function firstDifference(left: unknown, right: unknown): readonly string[] {
    if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return [];
    const before = new Map<string, unknown>(Object.entries(left));
    const after = new Map<string, unknown>(Object.entries(right));
    for (const key of new Set([...before.keys(), ...after.keys()])) {
        const [one, other] = [before.get(key), after.get(key)];
        if (JSON.stringify(one) !== JSON.stringify(other)) return [key, ...firstDifference(one, other)];
    }
    return [];
}
