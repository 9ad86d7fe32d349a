import * as pulumi from "@pulumi/pulumi";
import { version } from "@pulumi/kubernetes/package.json";
import { whenKnown } from "./inputs";
import type { ObjectInput } from "./types";
import type { Manifest, ManifestMetadata } from "../../lifecycle/workloads/manifest";

/** Options of {@link kubeResource}. */
export interface KubeResourceOptions extends pulumi.CustomResourceOptions {
    /**
     * Conditions Pulumi waits for after creating or changing the object, all of which must hold:
     * `condition=Ready`, `jsonpath={.status.phase}=Running`. Pulumi does not wait for custom resources by itself.
     *
     * @see https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/ `pulumi.com/waitFor`
     * @default none
     */
    readonly waitFor?: readonly string[] | pulumi.Output<readonly string[]>;
    /**
     * The object belongs to another controller: set only the given fields, by server-side apply, whether it is
     * there yet or not, and give them up on delete. A plain create fails on an object that exists.
     *
     * @see https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/
     * @default false
     */
    readonly patch?: boolean;
}

/**
 * Registers a Kubernetes object with Pulumi. The only place that does: it fixes the type token, so that an
 * object has the same URN however it was made, and the wait, so that no annotation of Pulumi's is written by hand.
 *
 * @param name Logical name: its identity in the state, `${parent}-${suffix}`.
 */
export function kubeResource(
    name: string,
    object: ObjectInput,
    opts: KubeResourceOptions,
): pulumi.CustomResource {
    const { waitFor, patch, ...resourceOpts } = opts;
    const type = `${typeToken(object)}${patch ? "Patch" : ""}`;
    return new KubeResource(type, name, waitFor ? withWait(object, waitFor) : object, resourceOpts);
}

/** Type token the Kubernetes provider knows an object by. The group of the core API is spelt `core`. */
export function typeToken(object: Pick<Manifest, "apiVersion" | "kind">): string {
    const apiVersion = object.apiVersion.includes("/") ? object.apiVersion : `core/${object.apiVersion}`;
    return `kubernetes:${apiVersion}:${object.kind}`;
}

/** Prefix of the annotations that steer Pulumi. They never reach a file. */
export const PULUMI_ANNOTATION_PREFIX = "pulumi.com/";

function withWait(object: ObjectInput, waitFor: NonNullable<KubeResourceOptions["waitFor"]>): ObjectInput {
    return {
        ...object,
        metadata: whenKnown({ metadata: object.metadata, waitFor }, (known) =>
            annotated(known.metadata, "pulumi.com/waitFor", JSON.stringify(known.waitFor)),
        ),
    };
}

/** Metadata with one annotation more. */
export function annotated(metadata: ManifestMetadata, key: string, value: string): ManifestMetadata {
    return { ...metadata, annotations: { ...metadata.annotations, [key]: value } };
}

class KubeResource extends pulumi.CustomResource {
    public constructor(type: string, name: string, object: ObjectInput, opts: pulumi.CustomResourceOptions) {
        // Without the version a program that has no provider of its own would be given the newest there is.
        super(type, name, { ...object }, { version, ...opts });
    }
}
