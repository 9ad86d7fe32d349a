import * as pulumi from "@pulumi/pulumi";

/** The four layers of a stack, in the order they are brought up. Also the folders a render is written to. */
export const LAYERS = ["flux", "system", "gateways", "workloads"] as const;

/** One of {@link LAYERS}. */
export type LayerName = (typeof LAYERS)[number];

/**
 * Groups the resources of one layer, in Pulumi's tree and in a render. Its logical name is the layer's name.
 * It carries no dependency: what must come later depends on the layer's gate, a single resource.
 */
export class Layer extends pulumi.ComponentResource {
    public constructor(name: LayerName, opts?: pulumi.ComponentResourceOptions) {
        super("windlass:kube:Layer", name, {}, opts);
        this.registerOutputs({});
    }
}
