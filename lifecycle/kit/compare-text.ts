/** Order of two texts by code unit, as `sort` has it without a comparison: the same on every machine. */
export function compareText(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
