/**
 * What an API server knows of the values of a field: OpenAPI's words, without descriptions and defaults. Plain data, so
 * that the schemas of a Kubernetes version are a small file.
 *
 * A text stands for a schema without further rules: a {@link PlainType}, or `#Name` for a definition of the same file.
 */
export type Schema = PlainType | `#${string}` | SchemaRules;

/** Types without rules of their own. `bytes` is base64, `quantity` as in `resources.limits`, `any` is whatever it is. */
export type PlainType =
    | "string"
    | "integer"
    | "int32"
    | "number"
    | "boolean"
    | "bytes"
    | "time"
    | "quantity"
    | "int-or-string"
    | "map"
    | "any";

/** A type with rules, or rules without a type: those of the branches of `oneOf`. */
export interface SchemaRules {
    /** @default what the other members need; any type where there are none */
    readonly type?: PlainType;
    /** Whether it may be null. Of Kubernetes' own kinds every value may: it is as if it were not there. @default false */
    readonly nullable?: boolean;
    /** Members of an object. What is not among them is no field of it. */
    readonly fields?: Readonly<Record<string, Schema>>;
    /** Whether an object may have members besides {@link fields}. @default false */
    readonly open?: boolean;
    readonly required?: readonly string[];
    /** Whether it is a whole object of Kubernetes' in itself, with apiVersion, kind and metadata. */
    readonly embedded?: boolean;
    /** Values of a map, whose keys are the user's. */
    readonly values?: Schema;
    /** Items of a list. */
    readonly items?: Schema;
    /** Fields that tell the items of a list apart; the list is a set where there are none. */
    readonly keys?: readonly string[];
    readonly enum?: readonly unknown[];
    /** Regular expression of RE2. */
    readonly pattern?: string;
    readonly format?: string;
    /** Least and greatest number, length of a text, number of items or of members, both included. */
    readonly min?: number;
    readonly max?: number;
    readonly above?: number;
    readonly below?: number;
    readonly oneOf?: readonly Schema[];
    readonly anyOf?: readonly Schema[];
    readonly allOf?: readonly Schema[];
    readonly not?: Schema;
}

/** Where objects of a kind live. */
export type Scope = "Namespaced" | "Cluster";

/** A kind in one API version. */
export interface KindSchema {
    readonly scope: Scope;
    readonly schema: Schema;
}

/** Schemas that belong together, as a file of `schemas/` has them. */
export interface SchemaSet {
    /** What they were made from, for a person: `k8s.io/kubernetes v1.34.4`. */
    readonly source: string;
    /** Kinds by `apiVersion/kind`: `apps/v1/Deployment`. */
    readonly kinds: Readonly<Record<string, KindSchema>>;
    readonly definitions: Readonly<Record<string, Schema>>;
}
