/** A Kubernetes object as it was read from a file: JSON-shaped, checked for the four fields below only. */
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
    readonly [field: string]: unknown;
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

/** `namespace/Kind/name`: how a workload is named in files, tables and messages. Unique in a stack. */
export function workloadId(manifest: Manifest): string {
    return [manifest.metadata.namespace, manifest.kind, manifest.metadata.name]
        .filter((part) => part !== undefined && part !== "")
        .join("/");
}
