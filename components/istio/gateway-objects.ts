import { type GatewayPort, servedPorts } from "../../lifecycle/mesh/gateway-values";
import type { Manifest } from "../../lifecycle/workloads/manifest";

/** What a gateway is for. */
export const GatewayKind = {
    /** Lets in what comes from outside: HTTP, and HTTPS where there is a certificate. */
    Ingress: "ingress",
    /** Lets out what leaves: TLS that it passes on as it is. */
    Egress: "egress",
    /** Joins the cluster's network to others: TLS of the mesh that it passes on as it is. */
    EastWest: "east-west",
} as const;
export type GatewayKind = (typeof GatewayKind)[keyof typeof GatewayKind];

/** Whose issuer of cert-manager it is. */
export const CertificateIssuerKind = {
    /** The whole cluster's. */
    Cluster: "ClusterIssuer",
    /** The gateway's namespace's. */
    Namespace: "Issuer",
} as const;
export type CertificateIssuerKind = (typeof CertificateIssuerKind)[keyof typeof CertificateIssuerKind];

/** An issuer of cert-manager. */
export interface IssuerShape {
    readonly name: string;
    /** @default "ClusterIssuer" */
    readonly kind?: CertificateIssuerKind;
}

/** Hosts that share a certificate, or have none. */
export interface ServerShape {
    /** DNS names it answers for: `shop.example.com`, `*.example.com`, `*`. */
    readonly hosts: readonly string[];
    /** Name of the TLS Secret beside the gateway's pods. @default plain HTTP */
    readonly tlsSecret?: string;
}

/** What the objects of a gateway are made from. */
export interface GatewayShape {
    readonly namespace: string;
    /** Name of the Gateway object, which VirtualServices refer to as `<namespace>/<name>`. */
    readonly name: string;
    /** Value of the `istio` label of the pods that serve it. */
    readonly selector: string;
    /** @default "ingress" */
    readonly kind?: GatewayKind;
    /** DNS suffix of the services an east-west gateway passes on. @default "cluster.local" */
    readonly domain?: string;
    readonly servers: readonly ServerShape[];
    /** Ports in place of those that its kind has. */
    readonly ports?: readonly GatewayPort[];
}

/** Ports of a proxy itself: metrics (15020, 15090), readiness (15021). */
const PROXY_PORTS = [15020, 15021, 15090] as const;

/**
 * Namespace of a gateway. It carries neither `istio-injection` nor `istio.io/rev`: the pods ask for their proxy
 * themselves, by `sidecar.istio.io/inject` and `istio.io/rev`, and a namespace label would overrule the latter.
 */
export function gatewayNamespace({ namespace }: Pick<GatewayShape, "namespace">): Manifest {
    return {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: namespace, labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
    };
}

/**
 * The Gateway object. Inwards: HTTPS with the named certificates and a redirect from HTTP, or plain HTTP without one. Outwards
 * and between clusters: TLS that is passed on.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export function gatewayObject(shape: GatewayShape): Manifest {
    const { namespace, name, selector } = shape;
    return {
        apiVersion: "networking.istio.io/v1",
        kind: "Gateway",
        metadata: { name, namespace },
        spec: { selector: { istio: selector }, servers: serversOf(shape) },
    };
}

function serversOf({ kind, servers, domain = "cluster.local" }: GatewayShape): readonly object[] {
    const tls = (number: number, hosts: readonly string[], mode: string): object => ({
        port: { number, name: "tls", protocol: "TLS" },
        hosts,
        tls: { mode },
    });
    const hosts = servers.flatMap((server) => server.hosts);
    // https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/#expose-services-in-cluster1
    if (kind === "east-west") return [tls(15443, [`*.${domain}`], "AUTO_PASSTHROUGH")];
    if (kind === "egress") return [tls(443, hosts, "PASSTHROUGH")];
    const secure = servers.filter(({ tlsSecret }) => tlsSecret !== undefined);
    const plain = servers
        .filter(({ tlsSecret }) => tlsSecret === undefined)
        .flatMap((server) => server.hosts);
    const http = (suffix: string): object => ({ number: 80, name: `http${suffix}`, protocol: "HTTP" });
    const redirect = {
        port: http(plain.length > 0 ? "-redirect" : ""),
        hosts: secure.flatMap((server) => server.hosts),
        tls: { httpsRedirect: true },
    };
    return [
        ...(plain.length > 0 ? [{ port: http(""), hosts: plain }] : []),
        ...(secure.length > 0 ? [redirect] : []),
        ...secure.map(({ hosts: names, tlsSecret }, index) => ({
            port: { number: 443, name: index === 0 ? "https" : `https-${index + 1}`, protocol: "HTTPS" },
            hosts: names,
            tls: { mode: "SIMPLE", credentialName: tlsSecret, minProtocolVersion: "TLSV1_2" },
        })),
    ];
}

/** What cert-manager is to write a certificate for, and where. */
export interface CertificateShape extends Pick<GatewayShape, "namespace"> {
    readonly hosts: readonly string[];
    readonly tlsSecret: string;
    readonly issuer: IssuerShape;
}

/**
 * A certificate that cert-manager writes into the Secret and renews.
 *
 * @see https://cert-manager.io/docs/usage/certificate/
 */
export function gatewayCertificate({ namespace, hosts, tlsSecret, issuer }: CertificateShape): Manifest {
    const { name, kind = "ClusterIssuer" } = issuer;
    return {
        apiVersion: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: { name: tlsSecret, namespace },
        spec: {
            secretName: tlsSecret,
            dnsNames: hosts,
            issuerRef: { group: "cert-manager.io", kind, name },
            privateKey: { rotationPolicy: "Always" },
        },
    };
}

/** Lets in what a gateway serves and nothing else; out it may go anywhere, as the services behind it may be anywhere. */
export function gatewayNetworkPolicy({ namespace, name, selector, kind, ports }: GatewayShape): Manifest {
    const served = servedPorts({ kind, ports }).map(({ port, targetPort = port, protocol = "TCP" }) => ({
        protocol,
        port: targetPort,
    }));
    const own = PROXY_PORTS.map((port) => ({ protocol: "TCP", port }));
    return {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { name, namespace },
        spec: {
            podSelector: { matchLabels: { istio: selector } },
            policyTypes: ["Ingress", "Egress"],
            ingress: [{ ports: [...served, ...own] }],
            egress: [{}],
        },
    };
}
