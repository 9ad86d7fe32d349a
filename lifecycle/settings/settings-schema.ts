import { NAMESPACE, settingsMembers } from "./settings-definition";
import type { JsonValue } from "../kit/json";
import { PULUMI_KEYS } from "./settings-parse";
import { isRequired, shapeSchema } from "./shape-schema";

/** JSON Schema of `stacks/Pulumi.<stack>.yaml`: `stacks/stack.schema.json`, which editors complete and check by. */
export function stackFileSchema(): Record<string, JsonValue> {
    const members = Object.entries(settingsMembers);
    const settings = members.map(([name, shape]) => [`${NAMESPACE}:${name}`, shapeSchema(shape)] as const);
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
                properties: Object.fromEntries(settings),
                // Keys of providers, such as kubernetes:kubeconfig.
                patternProperties: { [`^(?!${NAMESPACE}:)[^:]+:`]: true },
                additionalProperties: false,
                required: members
                    .filter(([, shape]) => isRequired(shape))
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
    const keys = Object.entries(settingsMembers).map(([name, shape]): [string, JsonValue] => {
        const type = shape.kind === "object" ? "object" : "string";
        const fallback = shape.kind === "object" ? {} : (shape.default as JsonValue);
        const { description } = shape;
        return [
            `${NAMESPACE}:${name}`,
            isRequired(shape) ? { type, description } : { type, description, default: fallback },
        ];
    });
    // Every resource names its cluster's provider; one that forgets must fail instead of reaching for the current context.
    return { ...Object.fromEntries(keys), "pulumi:disable-default-providers": { value: ["kubernetes"] } };
}
