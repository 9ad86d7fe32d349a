import { fileSchemaText } from "../kit/json-schema";
import { holdsFields } from "./holds-definition";

/** Text of `stacks/holds.schema.json`: the JSON Schema of `stacks/holds.yaml`. */
export function holdsSchemaText(): string {
    return fileSchemaText("Holds of a Windlass project", holdsFields);
}
