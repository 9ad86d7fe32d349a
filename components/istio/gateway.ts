import * as pulumi from "@pulumi/pulumi";
import type { GatewayIdentity } from "../../lifecycle/mesh/ingress";
import {
    helmRelease,
    helmRepository,
    namespaceReconciler,
    reconcilerAccount,
    releaseReady,
} from "../flux/objects";
import { kubeResource } from "../kube/kube-resource";
import type { ChartPin } from "./chart-pin";
import { gatewayNamespace, gatewayNetworkPolicy, gatewayObject } from "./gateway-objects";
import { CHARTS, REPLICAS } from "./releases";

/** Arguments of {@link Gateway}. */
export interface GatewayArgs extends ChartPin {
    /** Names shared with the values: the pods' labels are made from them. */
    readonly identity: GatewayIdentity;
    /** Its own namespace: whoever may change the gateway's pods can read its certificates. */
    readonly namespace: string;
    /** Chart repository: `oci://…` or `https://…`, without a chart's name. */
    readonly charts: string;
    /** DNS names the Gateway object answers for, at least one. */
    readonly hosts: readonly string[];
    /**
     * Name of the Secret with certificate and key, in the gateway's namespace.
     *
     * @default "" plain HTTP
     */
    readonly tlsSecret?: string;
}

/**
 * An ingress gateway: its Helm release, autoscaled, and the Gateway object it serves. It is a proxy and so follows the
 * proxies' version. Depend on the control plane's gate, for the webhook gives its pods their image.
 */
export class Gateway extends pulumi.ComponentResource {
    /** The Gateway object, which comes after the pods that serve it. */
    public readonly ready: pulumi.Resource;

    public constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
        super("windlass:istio:Gateway", name, {}, opts);
        const { namespace, identity, version, values } = args;
        const shape = {
            namespace,
            name: identity.gateway,
            selector: identity.selector,
            hosts: args.hosts,
            tlsSecret: args.tlsSecret ?? "",
        };
        const child = (
            suffix: string,
            object: Parameters<typeof kubeResource>[1],
            after: pulumi.Resource[],
        ) => kubeResource(`${name}-${suffix}`, object, { parent: this, dependsOn: after });

        const place = kubeResource(`${name}-namespace`, gatewayNamespace(shape), {
            parent: this,
            // A component's own dependencies order creation only: Istio's kinds must also outlive their objects.
            ...(opts?.dependsOn ? { dependsOn: opts.dependsOn } : {}),
        });
        const account = child("account", reconcilerAccount(namespace), [place]);
        const rights = child("rights", namespaceReconciler(namespace), [place]);
        const charts = child("charts", helmRepository({ name: CHARTS, namespace, url: args.charts }), [
            place,
        ]);
        const policy = child("network-policy", gatewayNetworkPolicy(shape), [place]);
        const release = kubeResource(
            `${name}-release`,
            helmRelease({
                name: identity.release,
                namespace,
                chart: "gateway",
                version,
                repository: CHARTS,
                values,
                driftIgnore: [REPLICAS],
                failure: "retry",
            }),
            { parent: this, dependsOn: [account, rights, charts, policy], waitFor: releaseReady(version) },
        );
        this.ready = child("gateway", gatewayObject(shape), [release]);
        this.registerOutputs({});
    }
}
