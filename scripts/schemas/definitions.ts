import { kindsOfCrd } from "../../lifecycle/schemas/crd-schema";
import type { KindSchema, Schema, SchemaSet } from "../../lifecycle/schemas/schema";

/** Schemas of custom resource definitions. What several versions of a kind share is written once. */
export function crdSchemas(objects: readonly Readonly<Record<string, unknown>>[], source: string): SchemaSet {
    const kinds: Record<string, KindSchema> = {};
    const definitions: Record<string, Schema> = {};
    const names = new Map<string, string>();
    const found = objects.flatMap((object) => [...kindsOfCrd(object)]).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [id, { scope, schema }] of found) {
        const text = JSON.stringify(schema);
        const name = names.get(text) ?? id.replaceAll("/", ".");
        names.set(text, name);
        definitions[name] = schema;
        kinds[id] = { scope, schema: `#${name}` };
    }
    return { source, kinds, definitions };
}
