import type { JsonValue } from "../kit/json";

/** Widest line a value is put on as a whole. */
const WIDTH = 118;

/**
 * A catalog's file as text: JSON that a person can review line by line.
 *
 * A value stands on one line where it fits, otherwise one member a line. Members stay in the order they were given in;
 * those that are undefined are left out. The same value gives the same bytes.
 */
export function formatCatalogFile(value: object): string {
    // Undefined members go, and what is no JSON is refused here and not in a year.
    return `${layOut(JSON.parse(JSON.stringify(value)) as JsonValue, "", 0)}\n`;
}

/** @param before - characters already on the line */
function layOut(value: JsonValue, indent: string, before: number): string {
    const flat = flatten(value);
    const isOpen = indent === "" || indent.length + before + flat.length > WIDTH;
    if (value === null || typeof value !== "object" || !isOpen) return flat;
    const inner = `${indent}  `;
    if (Array.isArray(value)) {
        const items = (value as readonly JsonValue[]).map((item) => `${inner}${layOut(item, inner, 1)}`);
        return items.length === 0 ? "[]" : `[\n${items.join(",\n")}\n${indent}]`;
    }
    const members = Object.entries(value).map(([key, member]: [string, JsonValue]) => {
        const name = `${JSON.stringify(key)}: `;
        return `${inner}${name}${layOut(member, inner, name.length + 1)}`;
    });
    return members.length === 0 ? "{}" : `{\n${members.join(",\n")}\n${indent}}`;
}

function flatten(value: JsonValue): string {
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    if (Array.isArray(value)) return `[${(value as readonly JsonValue[]).map(flatten).join(", ")}]`;
    const members = Object.entries(value).map(
        ([key, member]: [string, JsonValue]) => `${JSON.stringify(key)}: ${flatten(member)}`,
    );
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
