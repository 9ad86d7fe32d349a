import * as pulumi from "@pulumi/pulumi";
import { gateOf, setGate } from "../kube/gate";
import { objectOf } from "../kube/inputs";
import { kubeResource } from "../kube/kube-resource";
import { meshPeerAuthentication, MutualTlsMode } from "./mesh-policy-objects";

/** Arguments of `MeshPolicy`. */
export interface MeshPolicyArgs {
    /**
     * Whether workloads refuse plain text.
     *
     * @default "STRICT"
     */
    readonly mtls?: pulumi.Input<MutualTlsMode>;
}

/**
 * Policies that hold for the whole mesh. The other secure defaults (images, outbound traffic, path normalization,
 * access log) are settings of the control plane itself.
 *
 * Depend on the control plane's gate: the CRDs and the webhook that validates the objects come with it.
 */
export class MeshPolicy extends pulumi.ComponentResource {
    /** Type token of the component, in the state and in its schema. */
    public static readonly __pulumiType = "windlass:security:MeshPolicy";

    /** Whether workloads refuse plain text. */
    public readonly mtls: pulumi.Output<string>;

    public constructor(name: string, args: MeshPolicyArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        super(MeshPolicy.__pulumiType, name, {}, opts);
        const { mtls = MutualTlsMode.Strict } = args;
        const policy = objectOf(
            { apiVersion: "security.istio.io/v1", kind: "PeerAuthentication" },
            mtls,
            meshPeerAuthentication,
        );
        const gate = kubeResource(`${name}-peer-authentication`, policy, {
            parent: this,
            // A component's own dependencies order creation only: Istio's kinds must also outlive their objects.
            dependsOn: opts?.dependsOn,
        });
        setGate(this, gate);
        this.mtls = pulumi.output(mtls);
        this.registerOutputs({ mtls: this.mtls });
    }

    /** Depend on this, never on the component. */
    public get ready(): pulumi.Resource {
        return gateOf(this);
    }
}
