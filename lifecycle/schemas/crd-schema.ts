import { isRecord } from "../kit/json-path";
import type { KindSchema, PlainType, Schema, SchemaRules, Scope } from "./schema";

/**
 * Kinds that a CustomResourceDefinition defines, by `apiVersion/kind`; none for other objects. Versions that are not
 * served are left out: an API server refuses them.
 */
export function kindsOfCrd(object: Readonly<Record<string, unknown>>): ReadonlyMap<string, KindSchema> {
    const kinds = new Map<string, KindSchema>();
    const { spec } = object;
    if (object["kind"] !== "CustomResourceDefinition" || !isRecord(spec)) return kinds;
    const { group, names, versions } = spec;
    const kind = isRecord(names) ? names["kind"] : undefined;
    if (typeof group !== "string" || typeof kind !== "string" || !Array.isArray(versions)) return kinds;
    const scope: Scope = spec["scope"] === "Cluster" ? "Cluster" : "Namespaced";
    for (const version of versions as readonly unknown[]) {
        if (!isRecord(version) || version["served"] === false || typeof version["name"] !== "string")
            continue;
        const schema = isRecord(version["schema"]) ? version["schema"]["openAPIV3Schema"] : undefined;
        kinds.set(`${group}/${version["name"]}/${kind}`, { scope, schema: fromOpenApi(schema) });
    }
    return kinds;
}

/** Our words for the types of a structural schema. */
const TYPES: Readonly<Record<string, PlainType>> = {
    string: "string",
    integer: "integer",
    number: "number",
    boolean: "boolean",
};

/**
 * A structural schema of a CustomResourceDefinition in our words (kubernetes.io, "Extend the Kubernetes API with
 * CustomResourceDefinitions", and JSONSchemaProps of its reference). Rules in CEL, `x-kubernetes-validations`, are left out:
 * nobody here can evaluate them.
 */
export function fromOpenApi(schema: unknown): Schema {
    if (!isRecord(schema)) return "any";
    const rules = { ...typeOf(schema), ...boundsOf(schema), ...junctionsOf(schema) };
    // In the place of a null the API server puts the default.
    const nullable = schema["nullable"] === true || (schema["default"] ?? null) !== null;
    return simplified(nullable && rules.type !== "any" ? { ...rules, nullable } : rules);
}

type Mutable = { -readonly [K in keyof SchemaRules]: SchemaRules[K] };
type OpenApi = Readonly<Record<string, unknown>>;

function typeOf(schema: OpenApi): Mutable {
    if (schema["x-kubernetes-int-or-string"] === true) return { type: "int-or-string" };
    const { type, format, properties, additionalProperties, items } = schema;
    if (type === "array" || items !== undefined) return { items: fromOpenApi(items), ...keysOf(schema) };
    if (isRecord(properties)) return objectOf(schema, properties);
    if (isRecord(additionalProperties)) return { values: fromOpenApi(additionalProperties) };
    if (additionalProperties === true || schema["x-kubernetes-preserve-unknown-fields"] === true)
        return type === "object" ? { type: "map", ...embeddedOf(schema) } : { type: "any" };
    // An object of which nothing is said is pruned to nothing: any member of it is unknown.
    if (type === "object") return { fields: {}, ...embeddedOf(schema), ...requiredOf(schema) };
    const plain = typeof type === "string" ? TYPES[type] : undefined;
    // Of a branch without a type only the rules count.
    if (plain === undefined) return requiredOf(schema);
    if (plain === "integer" && format === "int32") return { type: "int32" };
    if (plain === "string" && format === "byte") return { type: "bytes" };
    if (plain === "string" && format === "date-time") return { type: "time" };
    return typeof format === "string" && plain === "string" ? { type: plain, format } : { type: plain };
}

function objectOf(schema: OpenApi, properties: OpenApi): Mutable {
    const fields = Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, fromOpenApi(property)]),
    );
    const open = schema["x-kubernetes-preserve-unknown-fields"] === true || schema["type"] === undefined;
    return { fields, ...(open ? { open } : {}), ...embeddedOf(schema), ...requiredOf(schema) };
}

function embeddedOf(schema: OpenApi): Mutable {
    return schema["x-kubernetes-embedded-resource"] === true ? { embedded: true } : {};
}

/** A field with a default is never missing: the API server fills it in before it looks. */
function requiredOf({ required, properties }: OpenApi): Mutable {
    if (!Array.isArray(required)) return {};
    const names = (required as readonly string[]).filter((name) => {
        const property = isRecord(properties) ? properties[name] : undefined;
        return !(isRecord(property) && property["default"] !== undefined);
    });
    return names.length > 0 ? { required: names } : {};
}

function keysOf(schema: OpenApi): Mutable {
    const { "x-kubernetes-list-type": list, "x-kubernetes-list-map-keys": keys } = schema;
    if (list === "set") return { keys: [] };
    return list === "map" && Array.isArray(keys) ? { keys: keys as readonly string[] } : {};
}

/** A Go duration, as CEL's `duration()` reads it. */
const DURATION = "^[-+]?([0-9]+(\\.[0-9]*)?(h|m|s|ms|us|ns))+$";

/** The one rule in CEL that a pattern can stand for: Istio's `duration(self) >= duration('1ms')`. */
function isDuration(schema: OpenApi): boolean {
    const rules = schema["x-kubernetes-validations"];
    if (!Array.isArray(rules) || schema["type"] !== "string") return false;
    return (rules as readonly unknown[]).some(
        (rule) => isRecord(rule) && String(rule["rule"]).startsWith("duration(self)"),
    );
}

const LEAST = ["minimum", "minLength", "minItems", "minProperties"];
const GREATEST = ["maximum", "maxLength", "maxItems", "maxProperties"];

function boundsOf(schema: OpenApi): Mutable {
    const rules: Mutable = {};
    const least = LEAST.find((key) => typeof schema[key] === "number");
    const greatest = GREATEST.find((key) => typeof schema[key] === "number");
    if (least !== undefined)
        rules[schema["exclusiveMinimum"] === true ? "above" : "min"] = schema[least] as number;
    if (greatest !== undefined)
        rules[schema["exclusiveMaximum"] === true ? "below" : "max"] = schema[greatest] as number;
    if (Array.isArray(schema["enum"])) rules.enum = schema["enum"] as readonly unknown[];
    if (typeof schema["pattern"] === "string") rules.pattern = schema["pattern"];
    else if (isDuration(schema)) rules.pattern = DURATION;
    return rules;
}

function junctionsOf(schema: OpenApi): Mutable {
    const rules: Mutable = {};
    for (const key of ["oneOf", "anyOf", "allOf"] as const) {
        const branches = schema[key];
        // What is an integer or a string is said so already.
        if (!Array.isArray(branches) || schema["x-kubernetes-int-or-string"] === true) continue;
        rules[key] = (branches as readonly unknown[]).map(fromOpenApi);
    }
    if (isRecord(schema["not"])) rules.not = fromOpenApi(schema["not"]);
    return rules;
}

/** The shortest way to say it. */
function simplified(rules: SchemaRules): Schema {
    const keys = Object.keys(rules);
    if (keys.length === 0) return "any";
    return keys.length === 1 && rules.type !== undefined ? rules.type : rules;
}
