import { fileSchemaText } from "../kit/json-schema";
import { windowsFields } from "./windows-definition";

/** Text of `stacks/windows.schema.json`: the JSON Schema of `stacks/windows.yaml`. */
export function windowsSchemaText(): string {
    return fileSchemaText("Windows and freezes of a Windlass project", windowsFields);
}
