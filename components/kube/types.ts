import type * as pulumi from "@pulumi/pulumi";
import type { ManifestMetadata } from "../../lifecycle/workloads/manifest";

/** A Kubernetes object of which all but the type may not be known yet. */
export interface ObjectInput {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata: ManifestMetadata | pulumi.Output<ManifestMetadata>;
    readonly [field: string]: unknown;
}

/**
 * A mapping of any shape, as Helm values and manifests are. `any` because Pulumi's analyzer has no other word for it: in
 * its schema this is an object with values of any type.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyObject = Record<string, any>;
