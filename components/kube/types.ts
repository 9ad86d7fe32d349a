/** Any JSON-shaped value of a manifest. */
export type Json =
    string | number | boolean | null | undefined | readonly Json[] | { readonly [key: string]: Json };

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
