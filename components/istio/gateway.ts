import * as pulumi from "@pulumi/pulumi";
import { deepMerge, valueAt } from "../../lifecycle/mesh/deep-merge";
import { GATEWAY_DEFAULTS } from "../../lifecycle/mesh/helm-values";
import { INGRESS } from "../../lifecycle/mesh/ingress";
import { chartRevision, DEFAULT_REVISION } from "../../lifecycle/mesh/revision";
import {
    FLUX_API,
    helmRelease,
    helmRepository,
    namespaceReconciler,
    reconcilerAccount,
    releaseReady,
} from "../flux/objects";
import { gateOf, setGate } from "../kube/gate";
import { objectOf, whenKnown } from "../kube/inputs";
import { kubeResource } from "../kube/kube-resource";
import type { AnyObject, ObjectInput } from "../kube/types";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import { gatewayNamespace, gatewayNetworkPolicy, gatewayObject } from "./gateway-objects";
import { CHARTS, ISTIO_CHARTS, replicasIgnored } from "./releases";

/** Arguments of `Gateway`. */
export interface GatewayArgs {
    /** Exact version of the chart: `1.31.1`. A gateway is a proxy, and so never newer than its istiod. */
    readonly version: pulumi.Input<string>;
    /** Its own namespace: whoever may change the gateway's pods can read its certificates. */
    readonly namespace: pulumi.Input<string>;
    /** DNS names the Gateway object answers for, at least one: `shop.example.com`, `*.example.com`, `*`. */
    readonly hosts: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Name of the Secret with certificate and key, in the gateway's namespace.
     *
     * @default none: plain HTTP
     */
    readonly tlsSecret?: pulumi.Input<string>;
    /**
     * Revision of the istiod whose webhook gives the pods their proxy.
     *
     * @default "default"
     */
    readonly revision?: pulumi.Input<string>;
    /**
     * Where the chart comes from, `oci://…` or `https://…`, without the chart's name.
     *
     * @default "oci://ghcr.io/istio/release/charts"
     */
    readonly charts?: pulumi.Input<string>;
    /**
     * Secret beside the releases with the credentials of the charts' registry.
     *
     * @default none are needed
     */
    readonly chartsSecret?: pulumi.Input<string>;
    /**
     * Secret beside the releases whose `ca.crt` signs the certificate of the charts' registry.
     *
     * @default a public authority does
     */
    readonly chartsCa?: pulumi.Input<string>;
    /**
     * Helm values over the chart's own, and over a seccomp profile, a disruption budget and a rolling update that takes no
     * pod away before its successor is ready.
     *
     * @default none
     */
    readonly values?: pulumi.Input<AnyObject>;
    /**
     * Name of the Helm release, its Deployment and its Service.
     *
     * @default "istio-ingress"
     */
    readonly releaseName?: pulumi.Input<string>;
    /**
     * Value of the pods' label `istio`, which the Gateway object selects.
     *
     * @default "ingress"
     */
    readonly selector?: pulumi.Input<string>;
    /**
     * Name of the Gateway object.
     *
     * @default "public"
     */
    readonly gatewayName?: pulumi.Input<string>;
}

/**
 * An ingress gateway: its Helm release, autoscaled, and the Gateway object it serves. Depend on the control plane's gate,
 * for the webhook gives its pods their image.
 */
export class Gateway extends pulumi.ComponentResource {
    /** Type token of the component, in the state and in its schema. */
    public static readonly __pulumiType = "windlass:istio:Gateway";

    /** Namespace of the gateway's pods and of the Secret with its certificate. */
    public readonly namespace: pulumi.Output<string>;
    /** Name of the Service, and of the Deployment, in the namespace. */
    public readonly service: pulumi.Output<string>;
    /** How VirtualServices and Canaries refer to the Gateway object: `istio-ingress/public`. */
    public readonly reference: pulumi.Output<string>;

    public constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
        super(Gateway.__pulumiType, name, {}, opts);
        const { namespace, version, hosts, tlsSecret, charts = ISTIO_CHARTS } = args;
        const shape = {
            namespace,
            name: args.gatewayName ?? INGRESS.gateway,
            selector: args.selector ?? INGRESS.selector,
            hosts,
            tlsSecret,
        };
        const child = (suffix: string, object: ObjectInput, after: pulumi.Resource[]) =>
            kubeResource(`${name}-${suffix}`, object, { parent: this, dependsOn: after });

        const placeObject = objectOf(
            { apiVersion: "v1", kind: "Namespace", fields: [] },
            { namespace },
            gatewayNamespace,
        );
        const place = kubeResource(`${name}-namespace`, placeObject, {
            parent: this,
            // A component's own dependencies order creation only: Istio's kinds must also outlive their objects.
            dependsOn: opts?.dependsOn,
        });
        const accountObject = objectOf(
            { apiVersion: "v1", kind: "ServiceAccount", fields: ["automountServiceAccountToken"] },
            namespace,
            reconcilerAccount,
        );
        const account = child("account", accountObject, [place]);
        const rightsObject = objectOf(
            {
                apiVersion: "rbac.authorization.k8s.io/v1",
                kind: "RoleBinding",
                fields: ["roleRef", "subjects"],
            },
            namespace,
            namespaceReconciler,
        );
        const rights = child("rights", rightsObject, [place]);
        const repository = objectOf(
            { apiVersion: FLUX_API.source, kind: "HelmRepository" },
            { name: CHARTS, namespace, url: charts, secret: args.chartsSecret, ca: args.chartsCa },
            helmRepository,
        );
        const source = child("charts", repository, [place]);
        const policyObject = objectOf(
            { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
            shape,
            gatewayNetworkPolicy,
        );
        const policy = child("network-policy", policyObject, [place]);
        const releaseObject = objectOf(
            { apiVersion: FLUX_API.helm, kind: "HelmRelease" },
            args,
            gatewayRelease,
        );
        const release = kubeResource(`${name}-release`, releaseObject, {
            parent: this,
            dependsOn: [account, rights, source, policy],
            waitFor: whenKnown(version, releaseReady),
        });
        const object = objectOf(
            { apiVersion: "networking.istio.io/v1", kind: "Gateway" },
            shape,
            gatewayObject,
        );
        setGate(this, child("gateway", object, [release]));
        this.namespace = pulumi.output(namespace);
        this.service = pulumi.output(args.releaseName ?? INGRESS.release);
        this.reference = pulumi.interpolate`${namespace}/${shape.name}`;
        this.registerOutputs({
            namespace: this.namespace,
            service: this.service,
            reference: this.reference,
        });
    }

    /** The Gateway object, which comes after the pods that serve it. */
    public get ready(): pulumi.Resource {
        return gateOf(this);
    }
}

function gatewayRelease(args: pulumi.Unwrap<GatewayArgs>): Manifest {
    const { namespace, version, values = {}, revision = DEFAULT_REVISION } = args;
    const { releaseName = INGRESS.release, selector = INGRESS.selector } = args;
    // What the component itself relies on stands above the values.
    const identity = { revision: chartRevision(revision), labels: { app: releaseName, istio: selector } };
    return helmRelease({
        name: releaseName,
        namespace,
        chart: "gateway",
        version,
        repository: CHARTS,
        values: deepMerge(deepMerge(GATEWAY_DEFAULTS, values), identity),
        driftIgnore: replicasIgnored(valueAt(values, ["autoscaling", "enabled"]), values["replicaCount"]),
        // Back to a proxy that is older than its istiod is always safe, and that istiod is there until no pod asks it.
        failure: "rollback-upgrade",
    });
}
