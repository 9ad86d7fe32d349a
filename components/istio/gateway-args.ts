import type * as pulumi from "@pulumi/pulumi";
import type { AnyObject } from "../kube/types";
import type { CertificateIssuerKind, GatewayKind } from "./gateway-objects";

/** Type of a gateway's Service. */
export const GatewayServiceType = {
    /** With an address of a load balancer's. */
    LoadBalancer: "LoadBalancer",
    /** At a port of every node. */
    NodePort: "NodePort",
    /** Inside the cluster alone. */
    ClusterIp: "ClusterIP",
} as const;
export type GatewayServiceType = (typeof GatewayServiceType)[keyof typeof GatewayServiceType];

/** Where traffic from outside may be answered. */
export const GatewayTrafficPolicy = {
    /** On the node it comes to alone: the client's address is kept. */
    Local: "Local",
    /** On any node. */
    Cluster: "Cluster",
} as const;
export type GatewayTrafficPolicy = (typeof GatewayTrafficPolicy)[keyof typeof GatewayTrafficPolicy];

/** Transport of a port. */
export const GatewayProtocol = { Tcp: "TCP", Udp: "UDP" } as const;
export type GatewayProtocol = (typeof GatewayProtocol)[keyof typeof GatewayProtocol];

/** An issuer of cert-manager, which writes the certificate into the Secret and renews it. */
export interface GatewayIssuerArgs {
    /** Name of the issuer. */
    readonly name: pulumi.Input<string>;
    /**
     * Whose it is.
     *
     * @default "ClusterIssuer"
     */
    readonly kind?: pulumi.Input<CertificateIssuerKind>;
}

/** More hosts, with a certificate of their own. */
export interface GatewayServerArgs {
    /** DNS names the Gateway object answers for with this certificate. */
    readonly hosts: pulumi.Input<pulumi.Input<string>[]>;
    /** Name of the Secret with certificate and key, in the gateway's namespace. */
    readonly tlsSecret: pulumi.Input<string>;
    /**
     * Who writes the Secret. Whether there is one must be known before `up`.
     *
     * @default somebody else
     */
    readonly issuer?: GatewayIssuerArgs;
}

/** A port of the gateway's Service. */
export interface GatewayPortArgs {
    /** `http2`, `https`, `tcp-mysql`. */
    readonly name: pulumi.Input<string>;
    /** Port of the Service. */
    readonly port: pulumi.Input<number>;
    /**
     * Port of the pods.
     *
     * @default the same
     */
    readonly targetPort?: pulumi.Input<number>;
    /**
     * Port of the nodes.
     *
     * @default the cluster picks it
     */
    readonly nodePort?: pulumi.Input<number>;
    /**
     * Transport.
     *
     * @default "TCP"
     */
    readonly protocol?: pulumi.Input<GatewayProtocol>;
}

/** A second Deployment behind the gateway's Service, of another version or revision. */
export interface GatewayCanaryArgs {
    /** Exact version of its chart: `1.31.1`. */
    readonly version: pulumi.Input<string>;
    /**
     * Revision of the istiod whose webhook gives its pods their proxy.
     *
     * @default the gateway's
     */
    readonly revision?: pulumi.Input<string>;
    /**
     * Its pods. Beside 9 of the gateway one takes a tenth of the traffic.
     *
     * @default 1
     */
    readonly replicas?: pulumi.Input<number>;
    /**
     * Helm values over the gateway's own.
     *
     * @default none
     */
    readonly values?: pulumi.Input<AnyObject>;
}

/** Arguments of `Gateway`. */
export interface GatewayArgs {
    /** Exact version of the chart: `1.31.1`. A gateway is a proxy, and so never newer than its istiod. */
    readonly version: pulumi.Input<string>;
    /** Its own namespace: whoever may change the gateway's pods can read its certificates. */
    readonly namespace: pulumi.Input<string>;
    /**
     * What it is for. Must be known before `up`.
     *
     * @default "ingress"
     */
    readonly kind?: GatewayKind;
    /**
     * Istio network of the cluster, which an east-west gateway joins to others.
     *
     * @default none; an east-west gateway needs one
     */
    readonly network?: pulumi.Input<string>;
    /**
     * DNS suffix of the services that an east-west gateway passes on.
     *
     * @default "cluster.local"
     */
    readonly domain?: pulumi.Input<string>;
    /**
     * DNS names the Gateway object answers for, at least one: `shop.example.com`, `*.example.com`, `*`. Whether there are any
     * must be known before `up`.
     *
     * @default none: there is no Gateway object, and you declare your own; an east-west gateway always has one
     */
    readonly hosts?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Name of the Secret with certificate and key, in the gateway's namespace.
     *
     * @default none: plain HTTP
     */
    readonly tlsSecret?: pulumi.Input<string>;
    /**
     * Who writes that Secret. Whether there is one must be known before `up`.
     *
     * @default somebody else
     */
    readonly issuer?: GatewayIssuerArgs;
    /**
     * More hosts, with certificates of their own. How many there are must be known before `up`.
     *
     * @default none
     */
    readonly servers?: GatewayServerArgs[];
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
     * Type of the Service.
     *
     * @default "LoadBalancer"
     */
    readonly serviceType?: pulumi.Input<GatewayServiceType>;
    /**
     * Annotations of the Service, which is where a cloud's load balancer is configured.
     *
     * @default none
     */
    readonly serviceAnnotations?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /**
     * Who implements the load balancer: `service.k8s.aws/nlb`.
     *
     * @default the cloud's own
     */
    readonly loadBalancerClass?: pulumi.Input<string>;
    /**
     * Networks that may reach the load balancer: `203.0.113.0/24`.
     *
     * @default all
     */
    readonly loadBalancerSourceRanges?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Where traffic from outside may be answered.
     *
     * @default Kubernetes' own, "Cluster"
     */
    readonly externalTrafficPolicy?: pulumi.Input<GatewayTrafficPolicy>;
    /**
     * Ports of the Service in place of 80 and 443; the status port stays.
     *
     * @default 80 and 443; for an east-west gateway the chart's own
     */
    readonly ports?: pulumi.Input<pulumi.Input<GatewayPortArgs>[]>;
    /**
     * Fewest pods.
     *
     * @default the chart's own, 1
     */
    readonly minReplicas?: pulumi.Input<number>;
    /**
     * Most pods.
     *
     * @default the chart's own, 5
     */
    readonly maxReplicas?: pulumi.Input<number>;
    /**
     * Use of the CPU, in percent, at which there are more pods.
     *
     * @default the chart's own, 80
     */
    readonly targetCPUUtilizationPercentage?: pulumi.Input<number>;
    /**
     * Requests and limits of the proxy.
     *
     * @default the chart's own
     */
    readonly resources?: pulumi.Input<AnyObject>;
    /**
     * Affinity of the pods.
     *
     * @default none
     */
    readonly affinity?: pulumi.Input<AnyObject>;
    /**
     * How the pods spread over zones and nodes.
     *
     * @default Kubernetes' own
     */
    readonly topologySpreadConstraints?: pulumi.Input<AnyObject[]>;
    /**
     * Taints the pods tolerate.
     *
     * @default none
     */
    readonly tolerations?: pulumi.Input<AnyObject[]>;
    /**
     * Labels of the nodes the pods may run on.
     *
     * @default all nodes
     */
    readonly nodeSelector?: pulumi.Input<Record<string, pulumi.Input<string>>>;
    /**
     * Pods a drain may take, or must leave: `{ minAvailable: 2 }`.
     *
     * @default one at a time
     */
    readonly podDisruptionBudget?: pulumi.Input<AnyObject>;
    /**
     * Priority class of the pods.
     *
     * @default the cluster's own
     */
    readonly priorityClassName?: pulumi.Input<string>;
    /**
     * Secrets in the gateway's namespace that may pull the proxy's image.
     *
     * @default none
     */
    readonly imagePullSecrets?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Seconds for which a pod that goes still serves the connections that are open, and takes no new ones.
     *
     * @default Istio's own, 5
     */
    readonly drainSeconds?: pulumi.Input<number>;
    /**
     * Helm values over the chart's own, over what the arguments above make, and over a seccomp profile, a disruption budget
     * and a rolling update that takes no pod away before its successor is ready.
     *
     * @default none
     */
    readonly values?: pulumi.Input<AnyObject>;
    /**
     * A canary of the gateway: a second release without a Service, whose pods carry the labels that the gateway's Service
     * selects, and take a share of its traffic by their number. The gateway's own release, its Service and the load balancer's
     * address stay as they are. Whether there is one must be known before `up`.
     *
     * @default none
     */
    readonly canary?: GatewayCanaryArgs;
    /**
     * Name of the Helm release, its Deployment and its Service.
     *
     * @default by kind: "istio-ingress", "istio-egress", "istio-east-west"
     */
    readonly releaseName?: pulumi.Input<string>;
    /**
     * Value of the pods' label `istio`, which the Gateway object selects.
     *
     * @default its kind
     */
    readonly selector?: pulumi.Input<string>;
    /**
     * Name of the Gateway object.
     *
     * @default by kind: "public", "egress", "cross-network"
     */
    readonly gatewayName?: pulumi.Input<string>;
}
