import type { JsonValue } from "../kit/json";
import { fieldSchema } from "../kit/json-schema";
import { holdsFields } from "./holds-definition";

/** JSON Schema of `stacks/holds.yaml`: `stacks/holds.schema.json`, which editors complete and check by. */
export function holdsSchema(): Record<string, JsonValue> {
    return {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: "Holds of a Windlass project",
        ...fieldSchema(holdsFields),
    };
}

/** Text of `stacks/holds.schema.json`. */
export function holdsSchemaText(): string {
    return `${JSON.stringify(holdsSchema(), undefined, 2)}\n`;
}
