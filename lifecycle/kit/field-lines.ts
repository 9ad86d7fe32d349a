/** Finds the line of a field, of the deepest part of a path that is there. Counted from 1. */
export type LineOf = (path: readonly (string | number)[]) => number;

/** Kept beside the values and not in them: they are plain data that is compared, hashed and written. */
const lines = new WeakMap<object, LineOf>();

/** Remembers where the fields of a value stand. Finding a line may mean reading its text once more. */
export function rememberLines(value: object, lineOf: LineOf): void {
    lines.set(value, lineOf);
}

/** Line of a field of a value that {@link rememberLines} knows; undefined for others. */
export function lineOfField(value: object, path: readonly (string | number)[]): number | undefined {
    return lines.get(value)?.(path);
}

/**
 * Line of a field of a manifest, or of its document where nothing else is known. Positions in lists may be written as
 * digits: `["spec", "containers", "0"]`.
 */
export function lineIn(
    { manifest, line }: { readonly manifest: object; readonly line: number },
    path: readonly (string | number)[],
): number {
    const steps = path.map((step) => (typeof step === "string" && /^\d+$/.test(step) ? Number(step) : step));
    return lineOfField(manifest, steps) ?? line;
}
