import { createHash } from "node:crypto";

/** JSON with sorted keys: equal data gives equal text, and different data different text. */
export function canonicalJson(value: unknown): string {
    return JSON.stringify(sorted(value, false)) ?? "null";
}

/** JSON of a Kubernetes object, whatever the order of its keys. A null member is the same as none, as in Kubernetes. */
export function kubernetesJson(value: unknown): string {
    return JSON.stringify(sorted(value, true)) ?? "null";
}

/** Digest of {@link kubernetesJson}. */
export function digestOf(value: unknown): string {
    return digestOfText(kubernetesJson(value));
}

/** Digest of a text as a file may be called by it: 32 hexadecimal digits. */
export function fileNameOf(text: string): string {
    return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** Digest of a text: `sha256:` and the first 32 of its 64 hexadecimal digits, which is plenty to tell changes by. */
export function digestOfText(text: string): string {
    return `sha256:${fileNameOf(text)}`;
}

/** The value itself where nothing in it is out of order, as in most that were read from a file Windlass wrote. */
function sorted(value: unknown, dropNull: boolean): unknown {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) {
        const items = value.map((item) => sorted(item, dropNull));
        return items.every((item, index) => item === value[index]) ? (value as unknown) : items;
    }
    const entries: [string, unknown][] = [];
    let [same, last] = [true, ""];
    for (const [key, member] of Object.entries(value)) {
        if (dropNull && (member === null || member === undefined)) {
            same = false;
            continue;
        }
        const inner = sorted(member, dropNull);
        if (inner !== member || key < last) same = false;
        last = key;
        entries.push([key, inner]);
    }
    if (same) return value;
    // Defines keys instead of assigning them: a `__proto__` stays a mere key.
    return Object.fromEntries(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}
