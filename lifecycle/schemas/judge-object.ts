import { closest } from "../kit/closest";
import { isRecord } from "../kit/json-path";
import { groupOf } from "../workloads/api-group";
import type { Manifest } from "../workloads/manifest";
import type { FoundKind, KnownKinds } from "./known-kinds";
import { everywhereFaults } from "./objects/everywhere";
import { metadataFaults } from "./objects/metadata";
import type { ObjectContext } from "./objects/object-rule";
import { otherFaults } from "./objects/others";
import { podFaults } from "./objects/pods";
import { workloadFaults } from "./objects/workloads";
import type { Schema } from "./schema";
import { type SchemaFault, validate } from "./validate";

/** Rules by the id a waiver names. */
export type ObjectRuleId = "object-schema" | "object-kind" | "object-metadata" | "object-rules";

/** Something an API server would refuse of an object. */
export interface ObjectFault extends SchemaFault {
    readonly id: ObjectRuleId;
}

/** What {@link judgeObject} works on. */
export interface JudgeObjectArgs {
    readonly object: Manifest;
    readonly kinds: KnownKinds;
    readonly context: ObjectContext;
}

/**
 * What an API server would refuse of an object, or `unknown` where nobody here knows its kind: then only its metadata was
 * looked at. Objects that SOPS has encrypted are not judged: what they say is not what the server gets.
 */
export function judgeObject({ object, kinds, context }: JudgeObjectArgs): {
    readonly faults: readonly ObjectFault[];
    readonly unknown: boolean;
} {
    if (isRecord(object["sops"])) return { faults: [], unknown: false };
    const found = kinds.find(object);
    const faults = named("object-metadata", metadataFaults(object, context));
    if (!found) {
        const wrong = kindFault(object, kinds);
        return wrong
            ? { faults: [...named("object-kind", [wrong]), ...faults], unknown: false }
            : { faults, unknown: true };
    }
    faults.push(...named("object-schema", schemaFaults(object, found, kinds)));
    // Where types are wrong, rules would complain of what follows from it.
    const rules = [podFaults, workloadFaults, otherFaults, everywhereFaults];
    if (found.builtIn)
        faults.push(
            ...named(
                "object-rules",
                rules.flatMap((rule) => rule(object, context)),
            ),
        );
    return { faults: withoutTwins(faults), unknown: false };
}

function named(id: ObjectRuleId, faults: readonly SchemaFault[]): ObjectFault[] {
    return faults.map((one) => ({ ...one, id }));
}

/** One complaint a field, that of the schema first. */
function withoutTwins(faults: readonly ObjectFault[]): readonly ObjectFault[] {
    const seen = new Map<string, string>();
    return faults.filter(({ path, id }) => {
        const key = path.join("\0");
        const first = seen.get(key);
        if (first === undefined) seen.set(key, id);
        return first === undefined || first === id;
    });
}

/** Members that every object has, or that are the server's alone: `status` is dropped when an object is made. */
const COMMON = ["apiVersion", "kind", "metadata", "status"];

function schemaFaults(object: Manifest, found: FoundKind, kinds: KnownKinds): readonly SchemaFault[] {
    const schema = resolved(found.schema, found.definition);
    const { apiVersion, kind, metadata, status: _status, ...rest } = object;
    const value = found.builtIn ? { apiVersion, kind, ...rest } : rest;
    const root =
        typeof schema === "object" && schema.fields
            ? { ...schema, required: schema.required?.filter((key) => !COMMON.includes(key)) }
            : schema;
    return [
        ...validate({
            value: { metadata },
            schema: { fields: { metadata: "#meta.v1.ObjectMeta" } },
            definition: (name) => kinds.kubernetesDefinition(name),
            nulls: true,
        }),
        ...validate({ value, schema: root, definition: found.definition, nulls: found.builtIn }),
    ];
}

function resolved(schema: Schema, definition: FoundKind["definition"]): Schema {
    if (typeof schema === "object" || !schema.startsWith("#")) return schema;
    return definition(schema.slice(1)) ?? "any";
}

/** A kind or version that a group does not have, whose others are known. Undefined where the group is somebody else's. */
function kindFault(object: Manifest, kinds: KnownKinds): SchemaFault | undefined {
    const { apiVersion, kind } = object;
    const versions = kinds.versionsOf(object);
    if (versions.length > 0) {
        const rule = `is no version that ${kind} is served in: ${versions.join(", ")}`;
        return { path: ["apiVersion"], value: apiVersion, rule, remedy: `Write ${versions.at(-1) ?? ""}` };
    }
    const names = kinds.kindsOfGroup(apiVersion);
    if (!names) return unknownCoreGroup(object);
    const suggestion = closest(kind, names);
    const group = groupOf(apiVersion) === "" ? "the core group" : groupOf(apiVersion);
    return {
        path: ["kind"],
        value: kind,
        rule: `is no kind of ${group}`,
        remedy:
            suggestion === undefined
                ? `Known are ${names.slice(0, 8).join(", ")}`
                : `Did you mean ${suggestion}`,
    };
}

/** Groups without a dot are Kubernetes' own, and all of them are known. */
function unknownCoreGroup({ apiVersion }: Manifest): SchemaFault | undefined {
    const group = groupOf(apiVersion);
    if (group.includes(".")) return undefined;
    return {
        path: ["apiVersion"],
        value: apiVersion,
        rule: "is no API version this Kubernetes serves",
        remedy: "Write the group and version of the kind, such as apps/v1",
    };
}
