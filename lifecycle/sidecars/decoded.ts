import { isRecord } from "../kit/json-path";
import { equalQuantity } from "../kit/quantity";

/** Fields below which values are quantities, which Kubernetes' codec writes in its own way: `2000m` becomes `"2"`. */
const QUANTITY_FIELDS = new Set(["limits", "requests", "divisor", "sizeLimit", "overhead"]);

/** Null, an empty map or an empty list: Kubernetes' codec drops and adds these freely. */
export function isEmpty(value: unknown): boolean {
    if (value === null || value === undefined) return true;
    if (Array.isArray(value)) return value.length === 0;
    return isRecord(value) && Object.keys(value).length === 0;
}

/**
 * Whether one value is what Kubernetes' Go types make of another, read and written again: empty members come and go,
 * quantities are respelt, and a field that this version of the types does not know is lost.
 *
 * @param path Keys that lead to the value; quantities are known by them.
 */
export function isDecodedFrom(decoded: unknown, original: unknown, path: readonly string[]): boolean {
    if (isEmpty(decoded))
        return typeof original !== "string" && typeof original !== "number" && original !== true;
    if (Array.isArray(decoded)) {
        if (!Array.isArray(original) || decoded.length !== original.length) return false;
        return decoded.every((item, index) => isDecodedFrom(item, original[index], path));
    }
    if (isRecord(decoded)) {
        if (!isRecord(original))
            return Object.values(decoded).every((member) => isEmpty(member)) && isEmpty(original);
        return Object.entries(decoded).every(([key, member]) =>
            isDecodedFrom(member, original[key], [...path, key]),
        );
    }
    if (decoded === original) return true;
    // An empty string, zero and false are left out by most fields.
    if (original === undefined || original === null) return false;
    if (typeof decoded === "string" && typeof original === "string" && isFolded(decoded, original))
        return true;
    return path.some((key) => QUANTITY_FIELDS.has(key)) && equalQuantity(decoded, original);
}

/** What breaks a line in YAML 1.1, which Go writes, and not in 1.2, as which its answer is read. */
const OLD_BREAKS = /[\u0085\u2028\u2029]/;

/** Whether a text was only folded at {@link OLD_BREAKS} when it was written. */
function isFolded(decoded: string, original: string): boolean {
    return OLD_BREAKS.test(original) && withoutBlanks(decoded) === withoutBlanks(original);
}

function withoutBlanks(text: string): string {
    return text.replaceAll(/[\s\u0085]+/g, "");
}
