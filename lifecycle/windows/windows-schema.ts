import type { JsonValue } from "../kit/json";
import { fieldSchema } from "../kit/json-schema";
import { windowsFields } from "./windows-definition";

/** JSON Schema of `stacks/windows.yaml`: `stacks/windows.schema.json`, which editors complete and check by. */
export function windowsSchema(): Record<string, JsonValue> {
    return {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: "Windows and freezes of a Windlass project",
        ...fieldSchema(windowsFields),
    };
}

/** Text of `stacks/windows.schema.json`. */
export function windowsSchemaText(): string {
    return `${JSON.stringify(windowsSchema(), undefined, 2)}\n`;
}
