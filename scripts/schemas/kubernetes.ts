import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { KindSchema, PlainType, Schema, SchemaSet } from "../../lifecycle/schemas/schema";

/** Definitions of OpenAPI that are no objects in JSON, and what they are. */
const SPECIAL: Readonly<Record<string, PlainType>> = {
    "resource.Quantity": "quantity",
    "v1.Time": "time",
    "v1.MicroTime": "time",
    "intstr.IntOrString": "int-or-string",
    "runtime.RawExtension": "any",
    "v1.FieldsV1": "any",
    "v1.Patch": "any",
    "v1.JSON": "any",
    "v1.JSONSchemaPropsOrArray": "any",
    "v1.JSONSchemaPropsOrBool": "any",
    "v1.JSONSchemaPropsOrStringArray": "any",
};

/**
 * Fields that OpenAPI calls required although an API server takes an object without them: what Go reads for them is valid.
 * Each was left out of an object that a kube-apiserver 1.36 then took.
 */
const NOT_REQUIRED: Readonly<Record<string, readonly string[]>> = {
    "networking.v1.NetworkPolicySpec": ["podSelector"],
    "apps.v1.StatefulSetSpec": ["serviceName"],
    "core.v1.HTTPHeader": ["value"],
    "scheduling.v1.PriorityClass": ["value"],
    "core.v1.LimitRangeSpec": ["limits"],
    "discovery.v1.EndpointSlice": ["endpoints"],
};

interface OpenApi {
    readonly $ref?: string;
    readonly type?: string;
    readonly format?: string;
    readonly properties?: Readonly<Record<string, OpenApi>>;
    readonly required?: readonly string[];
    readonly items?: OpenApi;
    readonly additionalProperties?: OpenApi;
    readonly "x-kubernetes-list-type"?: string;
    readonly "x-kubernetes-list-map-keys"?: readonly string[];
}

interface Operation {
    readonly "x-kubernetes-action"?: string;
    readonly "x-kubernetes-group-version-kind"?: {
        readonly group: string;
        readonly version: string;
        readonly kind: string;
    };
    readonly parameters?: readonly { readonly in: string; readonly schema?: OpenApi }[];
}

interface Swagger {
    readonly definitions: Readonly<Record<string, OpenApi>>;
    readonly paths: Readonly<Record<string, { readonly post?: Operation }>>;
}

/**
 * Schemas of Kubernetes' own kinds, out of the Go module k8s.io/kubernetes: `api/openapi-spec/swagger.json`, and the
 * values of enumerations, which that file leaves out, of `pkg/generated/openapi`.
 *
 * @param folder The module's folder.
 */
export function kubernetesSchemas(folder: string, source: string): SchemaSet {
    const text = readFileSync(join(folder, "api/openapi-spec/swagger.json"), "utf8");
    const swagger = JSON.parse(text) as Swagger;
    const enums = enumerations(
        readFileSync(join(folder, "pkg/generated/openapi/zz_generated.openapi.go"), "utf8"),
    );
    const kinds = creatableKinds(swagger);
    const definitions: Record<string, Schema> = {};
    const queue = [...kinds.values()].map(({ schema }) => schema as string);
    queue.push("#meta.v1.ObjectMeta");
    for (let reference = queue.pop(); reference !== undefined; reference = queue.pop()) {
        const name = reference.slice(1);
        if (Object.hasOwn(definitions, name)) continue;
        const full = Object.keys(swagger.definitions).find((key) => shortName(key) === name) ?? "";
        const schema = definitionOf(name, swagger.definitions[full] ?? {}, enums.get(name));
        definitions[name] = schema;
        for (const found of JSON.stringify(schema).matchAll(/"(#[^"]+)"/g)) queue.push(found[1] ?? "");
    }
    return { source, kinds: sorted(Object.fromEntries(kinds)), definitions: sorted(definitions) };
}

/** `io.k8s.api.apps.v1.Deployment` is `apps.v1.Deployment`. */
function shortName(name: string): string {
    return name.split(".").slice(-3).join(".");
}

/** Kinds that can be created, with their scope: what has a path for POST. */
function creatableKinds({ paths }: Swagger): ReadonlyMap<string, KindSchema> {
    const kinds = new Map<string, KindSchema>();
    for (const [path, { post }] of Object.entries(paths)) {
        const id = post?.["x-kubernetes-group-version-kind"];
        const body = post?.parameters?.find((parameter) => parameter.in === "body")?.schema?.$ref;
        if (!id || body === undefined || post?.["x-kubernetes-action"] !== "post") continue;
        // Subresources, such as the eviction of a pod.
        if (/\{name\}/.test(path)) continue;
        const version = id.group === "" ? id.version : `${id.group}/${id.version}`;
        const scope = path.includes("{namespace}") ? "Namespaced" : "Cluster";
        kinds.set(`${version}/${id.kind}`, { scope, schema: `#${shortName(body)}` });
    }
    return kinds;
}

function definitionOf(
    name: string,
    definition: OpenApi,
    enums: ReadonlyMap<string, readonly string[]> | undefined,
): Schema {
    const optional = NOT_REQUIRED[name] ?? [];
    const required = (definition.required ?? []).filter((field) => !optional.includes(field));
    const fields = Object.fromEntries(
        Object.entries(definition.properties ?? {}).map(([field, schema]) => {
            const values = enums?.get(field);
            const converted = convert(schema);
            if (!values) return [field, converted];
            return [field, schema.items ? { items: { enum: values } } : { enum: values }];
        }),
    );
    return { fields, ...(required.length > 0 ? { required } : {}) };
}

function convert(schema: OpenApi): Schema {
    if (schema.$ref !== undefined) {
        const name = schema.$ref.slice("#/definitions/".length);
        const special = SPECIAL[name.split(".").slice(-2).join(".")];
        return special ?? `#${shortName(name)}`;
    }
    if (schema.items) {
        const keys = schema["x-kubernetes-list-type"] === "set" ? [] : schema["x-kubernetes-list-map-keys"];
        return { items: convert(schema.items), ...(keys ? { keys } : {}) };
    }
    if (schema.additionalProperties) return { values: convert(schema.additionalProperties) };
    if (schema.type === "object") return "map";
    if (schema.format === "byte") return "bytes";
    if (schema.format === "int32") return "int32";
    return (schema.type as PlainType | undefined) ?? "any";
}

/** `Enum: []interface{}{"Fail", "Ignore"}` by definition and field. */
function enumerations(go: string): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, Map<string, readonly string[]>>();
    let fields = new Map<string, readonly string[]>();
    let field = "";
    for (const line of go.split("\n")) {
        const definition = /^func schema_(?:.*_)?([a-z0-9]+)_(v[0-9a-z]+)_(\w+)\(/.exec(line);
        if (definition) {
            fields = new Map();
            found.set(definition.slice(1).join("."), fields);
        }
        field = /^\t{5}"([^"]+)": \{$/.exec(line)?.[1] ?? field;
        const values = /^\t+Enum: +\[\]interface\{\}\{(.*)\},$/.exec(line)?.[1];
        if (values !== undefined) fields.set(field, JSON.parse(`[${values}]`) as string[]);
    }
    return found;
}

function sorted<T>(map: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
    return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}
