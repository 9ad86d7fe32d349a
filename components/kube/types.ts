import type * as pulumi from "@pulumi/pulumi";

/** Metadata fields Windlass sets. Everything else belongs to the API server or to a controller. */
export interface ObjectMeta {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
}

/** A Kubernetes object as plain data, before it is registered or written. */
export interface KubeObject {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: ObjectMeta;
    readonly spec?: object;
    readonly [field: string]: unknown;
}

/** A Kubernetes object of which all but the type may not be known yet. */
export interface ObjectInput {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: ObjectMeta | pulumi.Output<ObjectMeta>;
    readonly [field: string]: unknown;
}

/**
 * A mapping of any shape, as Helm values and manifests are. `any` because Pulumi's analyzer has no other word for it: in
 * its schema this is an object with values of any type.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyObject = Record<string, any>;
