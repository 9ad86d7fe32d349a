/**
 * A Kubernetes object: read from a file, rendered, or told by Pulumi. JSON-shaped, checked for the three fields below and a
 * name only. Whoever needs less of it takes a `Pick`.
 */
export interface Manifest {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: ManifestMetadata;
    readonly [field: string]: unknown;
}

export interface ManifestMetadata {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly generateName?: unknown;
    readonly ownerReferences?: unknown;
    /** What an API server says of its own objects. */
    readonly uid?: unknown;
    readonly resourceVersion?: unknown;
    readonly managedFields?: unknown;
    readonly generation?: unknown;
    readonly deletionTimestamp?: unknown;
}

/** A manifest and where it was found, so that every complaint can point there. */
export interface SourcedManifest {
    /** Folder below `apps/`. */
    readonly app: string;
    /** Relative to the project's root: `apps/backend/deployment.yaml`. */
    readonly file: string;
    /** Line the document starts in, counted from 1. */
    readonly line: number;
    readonly manifest: Manifest;
    /**
     * The document as it was written, where it must stay so: encrypted by SOPS. Comments and the order of keys are part of it.
     *
     * @default none: the object is written anew
     */
    readonly text?: string;
}

/** An object of the same namespace that another points at. */
export type ObjectReference = Pick<Manifest, "apiVersion" | "kind" | "metadata">;

/** `namespace/Kind/name`, or `Kind/name`: how an object is named in files, tables and messages. */
export function objectId({ kind, metadata }: Pick<Manifest, "kind" | "metadata">): string {
    return [metadata.namespace, kind, metadata.name]
        .filter((part) => part !== undefined && part !== "")
        .join("/");
}
