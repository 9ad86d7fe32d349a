import type * as pulumi from "@pulumi/pulumi";
import { whenKnown } from "./inputs";
import { annotated } from "./kube-resource";
import type { ManifestMetadata } from "../../lifecycle/workloads/manifest";
import type { ObjectInput } from "./types";

/**
 * Name kustomize-controller applies under. Flux and Pulumi set the same fields of the same objects during a handover; were
 * they two managers, each would keep alive what the other takes out, for a field goes only when nobody owns it any more.
 */
export const FLUX_FIELD_MANAGER = "kustomize-controller";

/** Annotation by which Pulumi's provider chooses its field manager; on a change it gives up the fields it had before. */
export const FIELD_MANAGER_ANNOTATION = "pulumi.com/patchFieldManager";

/**
 * Annotation by which the provider takes fields from other managers, as kustomize-controller always does. Without it the
 * change of managers is refused wherever the API server fills in a part of a field that is owned as a whole: a pod's
 * `fieldRef` without its `apiVersion` is another value than the one its first manager owns in the cluster, with it.
 */
const FORCE_ANNOTATION = "pulumi.com/patchForce";

/**
 * What a layer's objects get while they are handed over: they stay in the cluster when they leave the program, and their
 * fields are Flux's already. For `transformations` of the layer; what is no Kubernetes object stays as it is.
 */
export const handOver: pulumi.ResourceTransformation = (resource) =>
    kept(resource, { [FIELD_MANAGER_ANNOTATION]: FLUX_FIELD_MANAGER, [FORCE_ANNOTATION]: "true" });

/**
 * What objects get while a mesh that others have set up is adopted, or goes out again: they stay in the cluster when they
 * leave the program, and fields that somebody else has set are taken.
 */
export const adopt: pulumi.ResourceTransformation = (resource) =>
    kept(resource, { [FORCE_ANNOTATION]: "true" });

function kept(
    { type, props, opts }: pulumi.ResourceTransformationArgs,
    annotations: Readonly<Record<string, string>>,
): pulumi.ResourceTransformationResult | undefined {
    if (!type.startsWith("kubernetes:")) return undefined;
    // What is only read is nobody's.
    if ((opts as pulumi.CustomResourceOptions).id !== undefined) return undefined;
    // A Helm release of Pulumi's own is no object that could be annotated.
    if (type === HELM_RELEASE) return { props, opts: { ...opts, retainOnDelete: true } };
    const object = props as ObjectInput;
    const metadata = whenKnown(object.metadata, (known) =>
        Object.entries(annotations).reduce<ManifestMetadata>(
            (made, [key, value]) => annotated(made, key, value),
            known,
        ),
    );
    return { props: { ...object, metadata }, opts: { ...opts, retainOnDelete: true } };
}

const HELM_RELEASE = "kubernetes:helm.sh/v3:Release";
