import type { PlainType, Schema } from "../../lifecycle/schemas/schema";

/** ProtoJSON takes numbers in quotes too. */
const WHOLE: Schema = { type: "int-or-string", pattern: "^-?[0-9]+$" };
const NATURAL: Schema = { type: "int-or-string", min: 0, pattern: "^[0-9]+$" };

/** Well-known messages that are no objects in JSON (protobuf.dev, "ProtoJSON Format"), and Istio's own such message. */
const SPECIAL: Readonly<Record<string, Schema>> = {
    Duration: { type: "string", pattern: "^-?([0-9]+(\\.[0-9]+)?(h|m|s|ms|us|ns))+$" },
    Timestamp: "time",
    Struct: "map",
    Value: "any",
    ListValue: { items: "any" },
    Any: "map",
    BoolValue: "boolean",
    StringValue: "string",
    DoubleValue: "number",
    Int32Value: WHOLE,
    Int64Value: WHOLE,
    UInt32Value: NATURAL,
    UInt64Value: NATURAL,
    IntOrString: "int-or-string",
};

const SCALARS: Readonly<Record<string, Schema>> = {
    string: "string",
    bytes: "bytes",
    bool: "boolean",
    double: "number",
    float: "number",
    int32: WHOLE,
    sint32: WHOLE,
    int64: WHOLE,
    sint64: WHOLE,
    uint32: NATURAL,
    uint64: NATURAL,
};

interface Field {
    readonly name: string;
    readonly type: string;
    readonly repeated: boolean;
    readonly map: boolean;
    readonly oneOf: string | undefined;
}

/** What texts of proto3 define, by full name: `istio.mesh.v1alpha1.MeshConfig`. */
export interface ProtoTypes {
    readonly messages: ReadonlyMap<string, readonly Field[]>;
    readonly enums: ReadonlyMap<string, readonly string[]>;
}

/** Reads messages and enumerations of proto3; services, options and comments are passed over. */
export function readProto(texts: readonly string[]): ProtoTypes {
    const messages = new Map<string, Field[]>();
    const enums = new Map<string, string[]>();
    for (const text of texts) readFile(text, messages, enums);
    return { messages, enums };
}

function readFile(text: string, messages: Map<string, Field[]>, enums: Map<string, string[]>): void {
    const plain = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
    const scope: { readonly kind: string; readonly name: string }[] = [];
    let prefix = "";
    // Statements end with `;`, `{` or `}`; what stands in brackets is options.
    for (const match of plain.replace(/\[[^\]]*\]/g, "").matchAll(/([^;{}]*)([;{}])/g)) {
        const words = (match[1] ?? "").trim().replace(/\s+/g, " ");
        const full = [prefix, ...scope.filter(({ kind }) => kind !== "oneof").map(({ name }) => name)].join(
            ".",
        );
        if (match[2] === "}") {
            scope.pop();
            continue;
        }
        if (match[2] === "{") {
            const [kind = "", name = ""] = words.split(" ");
            scope.push({ kind, name });
            if (kind === "message") messages.set(`${full}.${name}`, []);
            if (kind === "enum") enums.set(`${full}.${name}`, []);
            continue;
        }
        prefix = /^package ([\w.]+)$/.exec(words)?.[1] ?? prefix;
        const top = scope.at(-1);
        const value = /^(\w+) ?= ?-?\d+$/.exec(words);
        if (top?.kind === "enum" && value?.[1] !== undefined) enums.get(full)?.push(value[1]);
        const field =
            /^(?:(repeated|optional) )?(?:map ?< ?\w+ ?, ?([\w.]+) ?>|([\w.]+)) (\w+) ?= ?\d+$/.exec(words);
        if (!field || !top || (top.kind !== "message" && top.kind !== "oneof")) continue;
        const [, label, map, type, name = ""] = field;
        messages.get(full)?.push({
            name,
            type: map ?? type ?? "",
            repeated: label === "repeated",
            map: map !== undefined,
            oneOf: top.kind === "oneof" ? top.name : undefined,
        });
    }
}

/** What {@link protoSchemas} makes. */
export interface ProtoSchemaArgs {
    readonly types: ProtoTypes;
    /** Full name of the message to begin with. */
    readonly root: string;
    /** Whether names as the text writes them count too, beside lowerCamelCase, as ProtoJSON takes them. */
    readonly bothNames: boolean;
}

/** Schemas of a message and of all it needs, by full name. */
export function protoSchemas({ types, root, bothNames }: ProtoSchemaArgs): Readonly<Record<string, Schema>> {
    const definitions: Record<string, Schema> = {};
    const queue = [root];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
        if (Object.hasOwn(definitions, name)) continue;
        const fields: Record<string, Schema> = {};
        for (const field of types.messages.get(name) ?? []) {
            const schema = schemaOf(types, name, field, queue);
            fields[camelCase(field.name)] = schema;
            if (bothNames) fields[field.name] = schema;
        }
        definitions[name] = { fields };
    }
    return definitions;
}

function schemaOf(types: ProtoTypes, inside: string, field: Field, queue: string[]): Schema {
    const schema = typeOf(types, inside, field.type, queue);
    if (field.map) return { values: schema };
    return field.repeated ? { items: schema } : schema;
}

function typeOf(types: ProtoTypes, inside: string, type: string, queue: string[]): Schema {
    const scalar = SCALARS[type] ?? SPECIAL[type.split(".").at(-1) ?? ""];
    if (scalar !== undefined) return scalar;
    // A name is looked up from the innermost scope outwards.
    for (let scope = inside; ; scope = scope.slice(0, Math.max(0, scope.lastIndexOf(".")))) {
        const full = scope === "" ? type : `${scope}.${type}`;
        const values = types.enums.get(full);
        if (values) return { enum: values };
        if (types.messages.has(full)) {
            queue.push(full);
            return `#${full}`;
        }
        if (scope === "") return "any" satisfies PlainType;
    }
}

/** `json_name` of a field: `proxy_listen_port` is `proxyListenPort`. */
function camelCase(name: string): string {
    return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
