import type { JsonValue } from "../kit/json";
import { type Shape, mayBeEmpty } from "./shape";

/** A JSON Schema (draft 07, what editors read) of the values a shape allows. Rules only code can check are left out. */
export function shapeSchema(shape: Shape<unknown>): Record<string, JsonValue> {
    const common: Record<string, JsonValue> = { description: shape.description };
    if (shape.default !== undefined) common.default = shape.default as JsonValue;
    return { ...common, ...kindSchema(shape) };
}

function kindSchema(shape: Shape<unknown>): Record<string, JsonValue> {
    switch (shape.kind) {
        case "string": {
            const { pattern, maxLength = 253 } = shape;
            const allowed = mayBeEmpty(shape) && pattern !== undefined ? `^$|${pattern}` : pattern;
            return {
                type: "string",
                maxLength,
                ...(allowed === undefined ? {} : { pattern: plainGroups(allowed) }),
            };
        }
        case "enum":
            return { enum: shape.values as readonly string[] };
        case "integer":
            return { type: "integer", minimum: shape.min, maximum: shape.max };
        case "boolean":
            return { type: "boolean" };
        case "list":
            return { type: "array", items: shapeSchema(shape.items), uniqueItems: true };
        case "record": {
            const keys = kindSchema(shape.keys);
            return { type: "object", propertyNames: keys, additionalProperties: shapeSchema(shape.values) };
        }
        case "object":
            return objectSchema(shape.members);
        case "free":
            return { type: "object" };
    }
}

/** Schema of a map with fixed keys and no others. */
export function objectSchema(members: Readonly<Record<string, Shape<unknown>>>): Record<string, JsonValue> {
    const properties = Object.fromEntries(
        Object.entries(members).map(([key, shape]) => [key, shapeSchema(shape)]),
    );
    const required = Object.keys(members).filter((key) => isRequired(members[key]));
    return {
        type: "object",
        properties,
        ...(required.length > 0 ? { required } : {}),
        additionalProperties: false,
    };
}

/** Whether a key must be written: it has no default, nor have all of its members. */
export function isRequired(shape: Shape<unknown> | undefined): boolean {
    if (!shape || shape.default !== undefined) return false;
    return shape.kind !== "object" || Object.values(shape.members).some(isRequired);
}

/** Editors do not all know named groups. */
function plainGroups(pattern: string): string {
    return pattern.replace(/\(\?<\w+>/g, "(?:");
}
