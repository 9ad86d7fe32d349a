import type { Manifest } from "../../lifecycle/workloads/manifest";

/** What the objects of an ingress gateway are made from. */
export interface GatewayShape {
    readonly namespace: string;
    /** Name of the Gateway object, which VirtualServices refer to as `<namespace>/<name>`. */
    readonly name: string;
    /** Value of the `istio` label of the pods that serve it. */
    readonly selector: string;
    /** DNS names it answers for: `shop.example.com`, `*.example.com`, `*`. */
    readonly hosts: readonly string[];
    /** Name of the TLS Secret beside the gateway's pods. @default none: plain HTTP */
    readonly tlsSecret?: string;
}

/** Ports the pods listen on: traffic (80, 443), readiness (15021), metrics (15020, 15090). */
const POD_PORTS = [80, 443, 15020, 15021, 15090] as const;

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
 * The Gateway object: HTTPS with the named certificate and a redirect from HTTP, or plain HTTP without one.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/gateway/
 */
export function gatewayObject({ namespace, name, selector, hosts, tlsSecret }: GatewayShape): Manifest {
    const http = { port: { number: 80, name: "http", protocol: "HTTP" }, hosts };
    const https = {
        port: { number: 443, name: "https", protocol: "HTTPS" },
        hosts,
        tls: { mode: "SIMPLE", credentialName: tlsSecret, minProtocolVersion: "TLSV1_2" },
    };
    return {
        apiVersion: "networking.istio.io/v1",
        kind: "Gateway",
        metadata: { name, namespace },
        spec: {
            selector: { istio: selector },
            servers: tlsSecret !== undefined ? [{ ...http, tls: { httpsRedirect: true } }, https] : [http],
        },
    };
}

/** Lets in what a gateway serves and nothing else; out it may go anywhere, as the services behind it may be anywhere. */
export function gatewayNetworkPolicy({ namespace, name, selector }: GatewayShape): Manifest {
    return {
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { name, namespace },
        spec: {
            podSelector: { matchLabels: { istio: selector } },
            policyTypes: ["Ingress", "Egress"],
            ingress: [{ ports: POD_PORTS.map((port) => ({ protocol: "TCP", port })) }],
            egress: [{}],
        },
    };
}
