import { NAMESPACE, schemaField, settingsMembers } from "./settings-definition";
import { isMap, isRequired } from "../kit/fields";
import { fieldSchema } from "../kit/json-schema";
import type { JsonValue } from "../kit/json";
import { PULUMI_KEYS, SCHEMA_KEY } from "./settings-parse";

/** JSON Schema of `stacks/Pulumi.<stack>.yaml`: `stacks/stack.schema.json`, which editors complete and check by. */
export function stackFileSchema(): Record<string, JsonValue> {
    const members = Object.entries(settingsMembers);
    const settings = members.map(([name, field]) => [`${NAMESPACE}:${name}`, fieldSchema(field)] as const);
    const pulumi = PULUMI_KEYS.filter((key) => key !== "config").map((key) => [
        key,
        { description: "Pulumi's own." },
    ]);
    return {
        $schema: "http://json-schema.org/draft-07/schema#",
        title: "Settings of a Windlass stack",
        type: "object",
        properties: {
            config: {
                type: "object",
                properties: { [SCHEMA_KEY]: fieldSchema(schemaField), ...Object.fromEntries(settings) },
                // Keys of providers, such as kubernetes:kubeconfig.
                patternProperties: { [`^(?!${NAMESPACE}:)[^:]+:`]: true },
                additionalProperties: false,
                required: members
                    .filter(([, field]) => isRequired(field))
                    .map(([name]) => `${NAMESPACE}:${name}`),
            },
            ...(Object.fromEntries(pulumi) as Record<string, JsonValue>),
        },
        required: ["config"],
        additionalProperties: false,
    };
}

/** Text of `stacks/stack.schema.json`. */
export function stackFileSchemaText(): string {
    return `${JSON.stringify(stackFileSchema(), undefined, 2)}\n`;
}

/**
 * The `config` block of `Pulumi.yaml`. Pulumi knows no types below `object`, and asks for a value of every key that
 * has no default: members' defaults are filled in by the program, so the objects' are empty.
 */
export function projectConfig(): Record<string, JsonValue> {
    const keys = Object.entries(settingsMembers).map(([name, field]): [string, JsonValue] => {
        const { description = "", default: fallback = {} } = fieldSchema(field);
        const said = { type: isMap(field) ? "object" : "string", description };
        return [`${NAMESPACE}:${name}`, isRequired(field) ? said : { ...said, default: fallback }];
    });
    // Every resource names its cluster's provider; one that forgets must fail instead of reaching for the current context.
    return { ...Object.fromEntries(keys), "pulumi:disable-default-providers": { value: ["kubernetes"] } };
}
