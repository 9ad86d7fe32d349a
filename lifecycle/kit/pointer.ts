/**
 * Names a place in a pod template: keys joined by `/`, with `~1` for a slash in a key and `~0` for a tilde, as RFC
 * 6901 has it but without the leading slash. Items of keyed lists are named by their key, never by their number:
 * `spec/containers/istio-proxy/image`, `metadata/labels/security.istio.io~1tlsMode`.
 */
export type Pointer = string;

/** Pointer of a path of keys. */
export function joinPointer(path: readonly string[]): Pointer {
    return path.map(escapeSegment).join("/");
}

/** Keys of a pointer; {@link joinPointer} undoes it. */
export function splitPointer(pointer: Pointer): readonly string[] {
    const before = known.get(pointer);
    if (before) return before;
    const path = pointer.split("/").map(unescapeSegment);
    if (known.size >= MANY) known.clear();
    known.set(pointer, path);
    return path;
}

/** Pointers taken apart before. Thousands of overlays have the same few hundred, over and over. */
const known = new Map<Pointer, readonly string[]>();
const MANY = 20_000;

/** One key as it stands in a pointer. */
export function escapeSegment(key: string): string {
    return key.includes("~") || key.includes("/") ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

/** A key from a pointer as it is; {@link escapeSegment} undoes it. */
export function unescapeSegment(segment: string): string {
    return segment.includes("~") ? segment.replaceAll("~1", "/").replaceAll("~0", "~") : segment;
}

/** Whether a pointer names this place or one below it. */
export function isWithin(pointer: Pointer, ancestor: Pointer): boolean {
    return pointer === ancestor || pointer.startsWith(`${ancestor}/`);
}
