import { createHash } from "node:crypto";

/** JSON with sorted keys: equal data gives equal text, and different data different text. */
export function canonicalJson(value: unknown): string {
    return JSON.stringify(sorted(value, false)) ?? "null";
}

/**
 * Digest of a Kubernetes object, whatever the order of its keys. A null member is the same as none, as in Kubernetes.
 */
export function digestOf(value: unknown): string {
    return digestOfText(JSON.stringify(sorted(value, true)) ?? "null");
}

/** Digest of a text as a file may be called by it: 32 hexadecimal digits. */
export function fileNameOf(text: string): string {
    return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** Digest of a text: `sha256:` and the first 32 of its 64 hexadecimal digits, which is plenty to tell changes by. */
export function digestOfText(text: string): string {
    return `sha256:${fileNameOf(text)}`;
}

function sorted(value: unknown, dropNull: boolean): unknown {
    if (Array.isArray(value)) return value.map((item) => sorted(item, dropNull));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).filter(
        ([, member]) => !dropNull || (member !== null && member !== undefined),
    );
    entries.sort(([left], [right]) => (left < right ? -1 : 1));
    // Defines keys instead of assigning them: a `__proto__` stays a mere key.
    return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member, dropNull)]));
}
