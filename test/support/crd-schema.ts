import * as fs from "node:fs";
import * as path from "node:path";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { parse } from "yaml";

/** The part of a manifest that names its schema and the object. */
export interface SchemaSubject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: { readonly name?: string; readonly namespace?: string };
}

interface Schema {
    [keyword: string]: unknown;
}

interface Crd {
    readonly spec: {
        readonly scope: "Namespaced" | "Cluster";
        readonly versions: readonly {
            readonly name: string;
            readonly served: boolean;
            readonly schema: { readonly openAPIV3Schema: Schema };
        }[];
    };
}

/** How to check objects of one group, version and kind. */
interface Checker {
    readonly namespaced: boolean;
    readonly validate: ValidateFunction;
}

const DIRECTORY = process.env["WINDLASS_CRDS"] ?? path.resolve(__dirname, "../../../shared/crds");

/** Groups the API server itself serves: there is no CRD to check their objects against. */
const BUILT_IN_GROUP = /^$|^(apps|autoscaling|batch|policy)$|(^|\.)k8s\.io$/;

/** Flagger's CRDs continue these at their key's own indentation: Go's parser takes that, YAML 1.2 does not. */
const QUOTED_DESCRIPTION = /^ *description: '(?:[^']|'')*'$/gm;

// `default`s count before `required` does, as in the API server; CRD patterns are RE2 and not always valid with
// the `u` flag; formats of Kubernetes (int32, byte) are unknown to JSON Schema.
const ajv = new Ajv({
    allErrors: true,
    strict: false,
    useDefaults: true,
    validateFormats: false,
    unicodeRegExp: false,
    logger: false,
});

const checkers = new Map<string, Checker | undefined>();
let texts: ReadonlyMap<string, string> | undefined;
let saidSo = false;

/**
 * Whether there are CRDs to check against: in the folder `WINDLASS_CRDS` names, else in `../shared/crds`.
 * Says so once where there are none.
 *
 * @throws Error when `WINDLASS_CRDS` names a folder that is not there: asked for, so not to be skipped.
 */
export function crdsAvailable(): boolean {
    if (fs.existsSync(DIRECTORY)) return true;
    if (process.env["WINDLASS_CRDS"]) throw new Error(`WINDLASS_CRDS: ${DIRECTORY} does not exist`);
    if (!saidSo) process.stderr.write("skipped: no CRDs to check objects against (set WINDLASS_CRDS)\n");
    saidSo = true;
    return false;
}

/**
 * What the API server would refuse in a custom resource, one sentence each: wrong types, missing and unknown
 * fields, a namespace too many or too few. Empty for a valid object, for kinds of Kubernetes' own, and where
 * {@link crdsAvailable} says no. CEL rules (`x-kubernetes-validations`) are not evaluated.
 */
export function validateObject(object: SchemaSubject): string[] {
    const id = `${object.apiVersion} ${object.kind} ${object.metadata.name ?? ""}`;
    const group = object.apiVersion.includes("/") ? (object.apiVersion.split("/")[0] ?? "") : "";
    if (BUILT_IN_GROUP.test(group) || !crdsAvailable()) return [];

    const checker = findChecker(group, object.apiVersion.split("/")[1] ?? "", object.kind);
    if (!checker) return [`${id}: no CRD serves this version and kind`];

    const errors: string[] = [];
    if (checker.namespaced !== Boolean(object.metadata.namespace)) {
        errors.push(`${id}: /metadata/namespace: ${checker.namespaced ? "is missing" : "is not allowed"}`);
    }
    // As it would be sent: without fields that are undefined. Also keeps `useDefaults` off the caller's object.
    if (!checker.validate(JSON.parse(JSON.stringify(object)))) {
        errors.push(...(checker.validate.errors ?? []).map((error) => `${id}: ${describe(error)}`));
    }
    return errors;
}

function describe(error: ErrorObject): string {
    const params = error.params as { additionalProperty?: string; allowedValues?: readonly unknown[] };
    if (params.additionalProperty) return `${error.instancePath}/${params.additionalProperty}: unknown field`;
    const allowed = params.allowedValues ? ` ${JSON.stringify(params.allowedValues)}` : "";
    return `${error.instancePath || "/"}: ${error.message ?? error.keyword}${allowed}`;
}

function findChecker(group: string, version: string, kind: string): Checker | undefined {
    const key = `${group}/${version}/${kind}`;
    if (!checkers.has(key)) checkers.set(key, compileChecker(group, version, kind));
    return checkers.get(key);
}

function compileChecker(group: string, version: string, kind: string): Checker | undefined {
    texts ??= readCrdTexts();
    const text = texts.get(`${group}/${kind}`);
    if (text === undefined) return undefined;
    const crd = parse(text.replace(QUOTED_DESCRIPTION, "")) as Crd;
    const served = crd.spec.versions.find((candidate) => candidate.name === version && candidate.served);
    if (!served) return undefined;
    return {
        namespaced: crd.spec.scope === "Namespaced",
        validate: ajv.compile(rootSchema(served.schema.openAPIV3Schema)),
    };
}

/** CRD documents by `group/kind`, unparsed: Istio's alone take a second to parse. */
function readCrdTexts(): Map<string, string> {
    const found = new Map<string, string>();
    for (const file of fs.readdirSync(DIRECTORY).filter((name) => /\.ya?ml$/.test(name))) {
        for (const text of fs.readFileSync(path.join(DIRECTORY, file), "utf8").split(/^---.*$/m)) {
            const group = /^ {2}group: (\S+)$/m.exec(text)?.[1];
            const kind = /^ {4}kind: (\S+)$/m.exec(text)?.[1];
            if (group && kind) found.set(`${group}/${kind}`, text);
        }
    }
    return found;
}

/** The API server checks `metadata` by its own rules, whatever the CRD says of it. */
function rootSchema(schema: Schema): Schema {
    const root = jsonSchema(schema);
    const properties = { ...(root["properties"] as Schema), metadata: { type: "object" } };
    return {
        ...root,
        properties: { apiVersion: { type: "string" }, kind: { type: "string" }, ...properties },
        required: [...new Set([...((root["required"] as string[] | undefined) ?? []), "metadata"])],
    };
}

/** A structural schema as JSON Schema, closed where the API server would prune a field. */
function jsonSchema(schema: Schema): Schema {
    const result: Schema = { ...schema };
    const properties = schema["properties"] as Record<string, Schema> | undefined;
    if (properties) {
        const entries = Object.entries(properties);
        result["properties"] = Object.fromEntries(entries.map(([name, value]) => [name, jsonSchema(value)]));
    }
    for (const keyword of ["items", "additionalProperties"]) {
        const inner = schema[keyword];
        if (typeof inner === "object" && inner !== null) result[keyword] = jsonSchema(inner as Schema);
    }
    // Fields inside `anyOf`, `oneOf`, `allOf` and `not` are only conditions on fields declared outside.
    const open = schema["x-kubernetes-preserve-unknown-fields"] === true || "additionalProperties" in schema;
    if (!open && (properties || schema["type"] === "object")) result["additionalProperties"] = false;
    if (schema["x-kubernetes-int-or-string"] === true) result["type"] = ["integer", "string"];
    if (schema["nullable"] !== true) return result;
    delete result["nullable"]; // ajv wants a `type` beside it
    return { anyOf: [{ type: "null" }, result] };
}
