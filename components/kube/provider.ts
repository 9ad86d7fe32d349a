import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterSettings } from "../../lifecycle/settings/settings";

/** Options of {@link clusterProvider}. */
export interface ClusterProviderOptions extends pulumi.ResourceOptions {
    /** Take an object that exists already for the one to create, instead of failing on it. @default false */
    readonly upsert?: boolean;
}

/**
 * The one provider of a stack's cluster. Handed to every component explicitly: the default provider follows whatever
 * context the user's kubeconfig happens to be at.
 *
 * The field manager cannot be chosen for a provider. It creates objects as `pulumi-kubernetes`, and changes each under a name of
 * the object's own that the state keeps (`pulumi-kubernetes-5f0c1a2b`), which takes the fields of the first over: so what a kill
 * kept out of the state can be adopted, and changed afterwards.
 *
 * @see https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/
 */
export function clusterProvider(
    name: string,
    cluster: Pick<ClusterSettings, "name" | "context">,
    { upsert = false, ...opts }: ClusterProviderOptions = {},
): kubernetes.Provider {
    return new kubernetes.Provider(
        name,
        {
            context: cluster.context,
            // Without it a changed kubeconfig, a renewed certificate say, may be taken for another cluster and
            // replace every object.
            clusterIdentifier: cluster.name,
            enableServerSideApply: true,
            // Otherwise changed data replaces the object, and one with a fixed name is deleted first.
            enableConfigMapMutable: true,
            enableSecretMutable: true,
            upsertExistingObjects: upsert || undefined,
        },
        opts,
    );
}
