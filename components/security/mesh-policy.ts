import * as pulumi from "@pulumi/pulumi";
import type { StackSettings } from "../../lifecycle/settings/settings";
import { kubeResource } from "../kube/kube-resource";
import { meshPeerAuthentication } from "./mesh-policy-objects";

/** Arguments of {@link MeshPolicy}. */
export interface MeshPolicyArgs {
    /**
     * Whether workloads refuse plain text.
     *
     * @default "STRICT"
     */
    readonly mtls?: StackSettings["istio"]["mtls"];
}

/**
 * Policies that hold for the whole mesh. The other secure defaults (images, outbound traffic, path normalization,
 * access log) are settings of the control plane itself.
 *
 * Depend on the control plane's gate: the CRDs and the webhook that validates the objects come with it.
 */
export class MeshPolicy extends pulumi.ComponentResource {
    /** Depend on this, never on the component. */
    public readonly ready: pulumi.Resource;

    public constructor(name: string, args: MeshPolicyArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        super("windlass:security:MeshPolicy", name, {}, opts);
        this.ready = kubeResource(
            `${name}-peer-authentication`,
            meshPeerAuthentication(args.mtls ?? "STRICT"),
            {
                parent: this,
                // A component's own dependencies order creation only: Istio's kinds must also outlive their objects.
                ...(opts?.dependsOn ? { dependsOn: opts.dependsOn } : {}),
            },
        );
        this.registerOutputs({});
    }
}
