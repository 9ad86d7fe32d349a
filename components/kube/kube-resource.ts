import * as pulumi from "@pulumi/pulumi";
import type { KubeObject } from "./types";

/** Options of {@link kubeResource}. */
export interface KubeResourceOptions extends pulumi.CustomResourceOptions {
    /**
     * Conditions Pulumi waits for after creating or changing the object, all of which must hold:
     * `condition=Ready`, `jsonpath={.status.phase}=Running`. Pulumi does not wait for custom resources by itself.
     *
     * @see https://www.pulumi.com/registry/packages/kubernetes/installation-configuration/ `pulumi.com/waitFor`
     * @default none
     */
    readonly waitFor?: readonly string[];
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
    object: KubeObject,
    opts: KubeResourceOptions,
): pulumi.CustomResource {
    const { waitFor, patch, ...resourceOpts } = opts;
    const type = `${typeToken(object)}${patch ? "Patch" : ""}`;
    return new KubeResource(type, name, waitFor ? withWait(object, waitFor) : object, resourceOpts);
}

/** Type token the Kubernetes provider knows an object by. The group of the core API is spelt `core`. */
export function typeToken(object: Pick<KubeObject, "apiVersion" | "kind">): string {
    const apiVersion = object.apiVersion.includes("/") ? object.apiVersion : `core/${object.apiVersion}`;
    return `kubernetes:${apiVersion}:${object.kind}`;
}

/** Prefix of the annotations that steer Pulumi. They never reach a file. */
export const PULUMI_ANNOTATION_PREFIX = "pulumi.com/";

function withWait(object: KubeObject, waitFor: readonly string[]): KubeObject {
    const annotations = { ...object.metadata.annotations, "pulumi.com/waitFor": JSON.stringify(waitFor) };
    return { ...object, metadata: { ...object.metadata, annotations } };
}

class KubeResource extends pulumi.CustomResource {
    public constructor(type: string, name: string, object: KubeObject, opts: pulumi.CustomResourceOptions) {
        super(type, name, { ...object }, opts);
    }
}
