import { getIn, isRecord } from "../kit/json-path";

/** Kinds that carry SOPS's own block for an operator in the cluster, which is no business of Flux's. */
const DECRYPTED_BY_OPERATORS: readonly string[] = ["SopsSecret"];

/**
 * Whether an object was encrypted by SOPS: it holds SOPS's block with its check sum (getsops.io, "Encryption Protocol").
 * Its text must stay as it was written, and somebody has to decrypt it.
 */
export function isEncrypted(object: object): boolean {
    return typeof getIn(object, ["sops", "mac"]) === "string";
}

/** Whether it is Flux that has to decrypt an object, for Kubernetes knows nothing of SOPS. */
export function needsDecryption(object: Readonly<Record<string, unknown>>): boolean {
    return isEncrypted(object) && !DECRYPTED_BY_OPERATORS.includes(String(object["kind"]));
}

/** Whether a value is what SOPS makes of one. */
export function isCiphertext(value: unknown): boolean {
    return typeof value === "string" && /^ENC\[.+\]$/s.test(value);
}

/** The object without what SOPS made of it, for those who have no key: names and types stay. */
export function withoutCiphertext<T extends Readonly<Record<string, unknown>>>(object: T): T {
    const { sops: _, ...rest } = object;
    return withoutValues(rest) as T;
}

function withoutValues(value: unknown): unknown {
    if (isCiphertext(value)) return "";
    if (Array.isArray(value)) return value.map(withoutValues);
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutValues(member)]));
}
