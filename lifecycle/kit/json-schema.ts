import { type JsonSchema, toJsonSchema } from "@valibot/to-json-schema";

import { type Field, type FieldParts, isRequired, mapIn } from "./fields";
import type { JsonValue } from "./json";

/** A JSON Schema (draft 07, what editors read) of the values a field allows. Rules only code can check are left out. */
export function fieldSchema(field: Field<unknown>): Record<string, JsonValue> {
    const { $schema: _, ...schema } = toJsonSchema(field, {
        // What only code can check says so by its message.
        errorMode: "ignore",
        typeMode: "output",
        overrideSchema: ({ valibotSchema, jsonSchema }) => overridden(valibotSchema, jsonSchema),
    });
    return inOrder(schema as JsonValue) as Record<string, JsonValue>;
}

/**
 * Text of the JSON Schema of a file, which editors complete and check it by: `stacks/<kind>.schema.json`.
 *
 * @param title - what the file holds: `Holds of a Windlass project`
 */
export function fileSchemaText(title: string, fields: Field<unknown>): string {
    const schema = { $schema: "http://json-schema.org/draft-07/schema#", title, ...fieldSchema(fields) };
    return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function overridden(field: FieldParts, schema: JsonSchema): JsonSchema | undefined {
    if (field.type === "picklist") return { enum: schema.enum };
    // A map that is left out is as if it were empty, so an editor need not propose it.
    if (field.type === "optional" && mapIn(field)) return { ...schema, default: undefined };
    if (field.type !== "strict_object") return undefined;
    const required = Object.entries(field.entries ?? {}).flatMap(([key, member]) =>
        isRequired(member) ? [key] : [],
    );
    return { ...schema, required: required.length > 0 ? required : undefined };
}

/** The same schema with what a person reads first in front, and without what is undefined. */
function inOrder(schema: JsonValue): JsonValue {
    if (schema === null || typeof schema !== "object") return schema;
    if (Array.isArray(schema)) return (schema as readonly JsonValue[]).map(inOrder);
    const { description, default: fallback, ...rest } = schema as Readonly<Record<string, JsonValue>>;
    // A key of the file may be called like that, too.
    const ordered = typeof description === "string" ? { description, default: fallback, ...rest } : schema;
    return Object.fromEntries(
        Object.entries(ordered).flatMap(([key, member]) =>
            member === undefined ? [] : [[key, key === "default" ? member : inOrder(member)]],
        ),
    );
}
