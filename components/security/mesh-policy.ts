import * as pulumi from "@pulumi/pulumi";
import { gateOf, setGate } from "../kube/gate";
import { objectOf } from "../kube/inputs";
import { kubeResource } from "../kube/kube-resource";
import { allowedHostEntries } from "./allowed-hosts";
import { meshPeerAuthentication, MutualTlsMode } from "./mesh-policy-objects";

/** Arguments of `MeshPolicy`. */
export interface MeshPolicyArgs {
    /**
     * Whether workloads refuse plain text.
     *
     * @default "STRICT"
     */
    readonly mtls?: pulumi.Input<MutualTlsMode>;
    /**
     * Hosts outside the mesh that proxies let traffic out to, where the control plane's `outboundTrafficPolicy` is
     * `REGISTRY_ONLY`: `api.example.com` (TLS on 443), `api.example.com:8443`, `smtp.example.com:587/TCP`, `*.example.com`.
     * Known at once, for what is made of them is as many objects as they have ports.
     *
     * @default none
     */
    readonly allowedHosts?: string[];
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
        const { mtls = MutualTlsMode.Strict, allowedHosts = [] } = args;
        const policy = objectOf(
            { apiVersion: "security.istio.io/v1", kind: "PeerAuthentication" },
            mtls,
            meshPeerAuthentication,
        );
        // A component's own dependencies order creation only: Istio's kinds must also outlive their objects.
        const own = { parent: this, dependsOn: opts?.dependsOn };
        const entries = allowedHostEntries(allowedHosts).map((entry) =>
            kubeResource(`${name}-${entry.metadata.name}`, entry, own),
        );
        const gate = kubeResource(`${name}-peer-authentication`, policy, {
            ...own,
            dependsOn: entries.length > 0 ? entries : own.dependsOn,
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
