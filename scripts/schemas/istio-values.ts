import { isRecord } from "../../lifecycle/kit/json-path";
import type { Schema, SchemaRules } from "../../lifecycle/schemas/schema";
import { protoSchemas, readProto } from "./proto";

/** What the istiod chart of one release consists of, as texts. */
export interface ChartTexts {
    /** `values.yaml` of istio-discovery, read. */
    readonly values: unknown;
    /** Templates and files that are rendered. */
    readonly templates: readonly string[];
    /** `operator/pkg/apis/values_types.proto`. */
    readonly valuesProto: string;
    /** Protos of istio.io/api that MeshConfig needs. */
    readonly meshProtos: readonly string[];
    /** Names of the chart's files: its profiles. */
    readonly files: readonly string[];
}

const VALUES = "istio.operator.v1alpha1.Values";
const PILOT = "istio.operator.v1alpha1.PilotConfig";
const MESH = "istio.mesh.v1alpha1.MeshConfig";

/** Values that become a part of a pod as they are, which only Kubernetes knows. */
const POD_PARTS: Readonly<Record<string, Schema>> = {
    affinity: "#core.v1.Affinity",
    tolerations: { items: "#core.v1.Toleration" },
    topologySpreadConstraints: { items: "#core.v1.TopologySpreadConstraint" },
    volumes: { items: "#core.v1.Volume" },
    volumeMounts: { items: "#core.v1.VolumeMount" },
    initContainers: { items: "#core.v1.Container" },
    envVarFrom: { items: "#core.v1.EnvVar" },
    resources: "#core.v1.ResourceRequirements",
    seccompProfile: "#core.v1.SeccompProfile",
    extraContainerArgs: { items: "string" },
    lifecycle: "#core.v1.Lifecycle",
    pdb: {
        fields: {
            minAvailable: "int-or-string",
            maxUnavailable: "int-or-string",
            unhealthyPodEvictionPolicy: "string",
        },
    },
    gatewayClasses: "any",
    ztunnel: "any",
};

/** Values that no schema of upstream's types further than "anything". */
const FREE: Schema = "any";

/**
 * Schema of the istiod chart's values. The chart has none of its own, so it is put together from what reads them:
 * Istio's proto of the values, which istioctl holds them against; the chart's `values.yaml`; and what its templates name.
 * `pilot` is copied over the top level, so that the options of istiod may stand in both.
 */
export function istioValuesSchemas(texts: ChartTexts): Readonly<Record<string, Schema>> {
    const definitions: Record<string, Schema> = {
        ...protoSchemas({ types: readProto([texts.valuesProto]), root: VALUES, bothNames: true }),
        ...protoSchemas({ types: readProto(texts.meshProtos), root: MESH, bothNames: true }),
    };
    const defaults = isRecord(texts.values) ? texts.values["_internal_defaults_do_not_set"] : undefined;
    const chart = ofDefaults(isRecord(defaults) ? defaults : {});
    const named = ofTemplates(texts.templates);
    const proto = inlined(`#${VALUES}`, definitions);
    const pilot = inlined(`#${PILOT}`, definitions);
    const names = { platform: "platform", profile: "profile", compatibilityVersion: "compatibility-version" };
    const enums = Object.fromEntries(
        Object.entries(names).map(([key, prefix]) => [key, { enum: variants(texts.files, prefix) }]),
    );
    const global = {
        fields: { global: { fields: { profile: enums["profile"], platform: enums["platform"] } } },
    };
    const known = [proto, { fields: { pilot } }, chart, named, global as Schema].reduce(merged);
    const options = { fields: Object.fromEntries(istiodOptions(chart, proto)) };
    const { defaults: _refusedByTheChart, ...top } = fieldsOf(known);
    const typed = Object.entries(top).map(([key, schema]) => [key, optionType(pilot, key, schema)] as const);
    const result = podParts({
        fields: {
            ...Object.fromEntries(typed),
            ...enums,
            meshConfig: `#${MESH}`,
            pilot: merged(fieldsOf(known)["pilot"] ?? pilot, options),
        },
    });
    const used = new Set<string>();
    const queue = [JSON.stringify(result)];
    for (let text = queue.pop(); text !== undefined; text = queue.pop()) {
        for (const [, name = ""] of text.matchAll(/"#([^"]+)"/g)) {
            if (used.has(name) || !Object.hasOwn(definitions, name)) continue;
            used.add(name);
            queue.push(JSON.stringify(definitions[name]));
        }
    }
    return {
        Values: result,
        ...Object.fromEntries(Object.entries(definitions).filter(([name]) => used.has(name))),
    };
}

/** Options of istiod that the chart has at the top level, and that may stand below `pilot` all the same. */
function istiodOptions(chart: Schema, proto: Schema): readonly (readonly [string, Schema])[] {
    return Object.entries(fieldsOf(chart)).filter(([key]) => !(key in fieldsOf(proto)));
}

/** An option at the top level has the type it has below `pilot`, where the proto knows it. */
function optionType(pilot: Schema, key: string, schema: Schema): Schema {
    return fieldsOf(schema)[key] === undefined ? (fieldsOf(pilot)[key] ?? schema) : schema;
}

/** The kinds of profiles a chart has files for: `profile-demo.yaml`. */
function variants(files: readonly string[], prefix: string): readonly string[] {
    const all = files.flatMap((file) => /^profile-(.+)\.yaml$/.exec(file)?.[1] ?? []);
    if (prefix !== "profile")
        return all
            .filter((name) => name.startsWith(`${prefix}-`))
            .map((name) => name.slice(prefix.length + 1));
    return all.filter((name) => !/^(?:platform|compatibility-version)-/.test(name));
}

/** A schema with its references to messages put in their place. The values' messages are no circle. */
function inlined(schema: Schema, definitions: Readonly<Record<string, Schema>>): Schema {
    if (typeof schema === "string") {
        const definition = definitions[schema.slice(1)];
        return schema.startsWith("#") && definition !== undefined ? inlined(definition, definitions) : schema;
    }
    if (schema.fields) {
        const fields = Object.entries(schema.fields).map(([k, v]) => [k, inlined(v, definitions)] as const);
        return { ...schema, fields: Object.fromEntries(fields) };
    }
    if (schema.items !== undefined) return { ...schema, items: inlined(schema.items, definitions) };
    // Values of the proto's maps are texts, of the chart's whatever YAML has.
    if (schema.values !== undefined) return "map";
    return schema;
}

/** What default values tell of the schema of values. */
export function ofDefaults(value: unknown): Schema {
    if (Array.isArray(value)) return { items: FREE };
    if (isRecord(value)) {
        const entries = Object.entries(value);
        if (entries.length === 0) return "map";
        return { fields: Object.fromEntries(entries.map(([key, below]) => [key, ofDefaults(below)])) };
    }
    if (typeof value === "boolean") return "boolean";
    if (typeof value === "number") return "number";
    // An empty default says nothing of the type.
    return value === "" ? FREE : "int-or-string";
}

/** Every path of values that a template names: `.Values.global.proxy.lifecycle`. */
export function ofTemplates(templates: readonly string[]): Schema {
    let schema: Schema = { fields: {} };
    for (const text of templates) {
        for (const [, path = ""] of text.matchAll(/\.Values\.([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)/g)) {
            schema = merged(schema, nested(path.split(".")));
        }
    }
    return schema;
}

function nested([key, ...rest]: readonly string[]): Schema {
    return key === undefined ? FREE : { fields: { [key]: nested(rest) } };
}

function fieldsOf(schema: Schema): Readonly<Record<string, Schema>> {
    return (typeof schema === "object" ? schema.fields : undefined) ?? {};
}

/** Two schemas of the same value. The first knows the type better, and each knows fields of its own. */
export function merged(left: Schema, right: Schema): Schema {
    const [a, b] = [rulesOf(left), rulesOf(right)];
    if (left === FREE) return right;
    if (!a?.fields || !b?.fields) return left;
    const fields: Record<string, Schema> = { ...a.fields };
    for (const [key, schema] of Object.entries(b.fields)) {
        const known = fields[key];
        fields[key] = known === undefined ? schema : merged(known, schema);
    }
    return { fields };
}

function rulesOf(schema: Schema): SchemaRules | undefined {
    return typeof schema === "object" ? schema : undefined;
}

/** The same schema, with what belongs to pods under Kubernetes' rules. */
export function podParts(schema: Schema): Schema {
    if (typeof schema !== "object" || !schema.fields) return schema;
    const fields = Object.entries(schema.fields).map(([key, below]) => {
        return [key, POD_PARTS[key] ?? podParts(below)] as const;
    });
    return { fields: Object.fromEntries(fields) };
}
