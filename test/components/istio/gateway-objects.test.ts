import assert from "node:assert/strict";
import {
    gatewayCertificate,
    gatewayNamespace,
    gatewayNetworkPolicy,
    gatewayObject,
    type GatewayShape,
} from "../../../components/istio/gateway-objects";
import { validateObject } from "../../support/crd-schema";

const SHAPE: GatewayShape = {
    namespace: "istio-ingress",
    name: "public",
    selector: "ingress",
    servers: [{ hosts: ["shop.example.com", "*.shop.example.com"] }],
};
const [{ hosts: HOSTS }] = SHAPE.servers as [{ hosts: readonly string[] }];
const secure = (tlsSecret: string): GatewayShape => ({ ...SHAPE, servers: [{ hosts: HOSTS, tlsSecret }] });
const PORT_80 = { number: 80, name: "http", protocol: "HTTP" };

describe("gatewayObject", () => {
    it("serves plain HTTP without a certificate", () => {
        assert.deepEqual(gatewayObject(SHAPE), {
            apiVersion: "networking.istio.io/v1",
            kind: "Gateway",
            metadata: { name: "public", namespace: "istio-ingress" },
            spec: {
                selector: { istio: "ingress" },
                servers: [{ port: PORT_80, hosts: HOSTS }],
            },
        });
    });

    it("serves HTTPS with a certificate and redirects HTTP to it", () => {
        assert.deepEqual(gatewayObject(secure("shop-tls")).spec, {
            selector: { istio: "ingress" },
            servers: [
                { port: PORT_80, hosts: HOSTS, tls: { httpsRedirect: true } },
                {
                    port: { number: 443, name: "https", protocol: "HTTPS" },
                    hosts: HOSTS,
                    tls: { mode: "SIMPLE", credentialName: "shop-tls", minProtocolVersion: "TLSV1_2" },
                },
            ],
        });
    });

    it("is valid by Istio's own schema, with and without a certificate", () => {
        for (const shape of [SHAPE, secure("shop-tls")])
            assert.deepEqual(validateObject(gatewayObject(shape)), []);
    });
});

describe("gatewayObject, of several certificates and of other kinds", () => {
    const serversIn = (shape: GatewayShape): readonly [string, string, readonly string[], object?][] => {
        const { servers } = gatewayObject(shape).spec as {
            servers: { port: { name: string; number: number }; hosts: string[]; tls?: object }[];
        };
        assert.deepEqual(validateObject(gatewayObject(shape)), []);
        return servers.map(({ port: { name, number }, hosts, tls }) => [name, String(number), hosts, tls]);
    };
    const tls = { mode: "SIMPLE", minProtocolVersion: "TLSV1_2" };

    it("has a server for each certificate, and redirects their hosts alone", () => {
        const servers = [
            { hosts: ["a.example"] },
            { hosts: ["b.example"], tlsSecret: "b" },
            { hosts: ["c.example"], tlsSecret: "c" },
        ];
        assert.deepEqual(serversIn({ ...SHAPE, servers }), [
            ["http", "80", ["a.example"], undefined],
            ["http-redirect", "80", ["b.example", "c.example"], { httpsRedirect: true }],
            ["https", "443", ["b.example"], { ...tls, credentialName: "b" }],
            ["https-2", "443", ["c.example"], { ...tls, credentialName: "c" }],
        ]);
    });

    it("passes TLS on as it is, outwards and between clusters", () => {
        assert.deepEqual(serversIn({ ...SHAPE, kind: "egress" }), [
            ["tls", "443", HOSTS, { mode: "PASSTHROUGH" }],
        ]);
        const joint = { ...SHAPE, kind: "east-west", domain: "mesh.local", servers: [] } as const;
        assert.deepEqual(serversIn(joint), [
            ["tls", "15443", ["*.mesh.local"], { mode: "AUTO_PASSTHROUGH" }],
        ]);
    });
});

describe("gatewayCertificate", () => {
    it("is written into the Secret that the Gateway object names", () => {
        const issuer = { name: "corp" };
        const { metadata, spec } = gatewayCertificate({
            namespace: "istio-shop",
            hosts: ["a.example"],
            tlsSecret: "shop",
            issuer,
        });
        assert.deepEqual(metadata, { name: "shop", namespace: "istio-shop" });
        assert.deepEqual(spec, {
            secretName: "shop",
            dnsNames: ["a.example"],
            issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "corp" },
            privateKey: { rotationPolicy: "Always" },
        });
    });
});

describe("gatewayNamespace", () => {
    it("has no label that would keep the webhook from the pods or choose a revision for them", () => {
        assert.deepEqual(gatewayNamespace(SHAPE).metadata, {
            name: "istio-ingress",
            labels: { "pod-security.kubernetes.io/enforce": "restricted" },
        });
    });
});

describe("gatewayNetworkPolicy", () => {
    it("lets in traffic, probes and metrics, and nothing else", () => {
        const port = (number: number) => ({ protocol: "TCP", port: number });
        assert.deepEqual(gatewayNetworkPolicy(SHAPE).spec, {
            podSelector: { matchLabels: { istio: "ingress" } },
            policyTypes: ["Ingress", "Egress"],
            ingress: [{ ports: [port(80), port(443), port(15020), port(15021), port(15090)] }],
            egress: [{}],
        });
    });

    it("opens the ports of the pods, which are not those of the Service", () => {
        const ports = [{ name: "dns", port: 53, targetPort: 5353, protocol: "UDP" }] as const;
        const { ingress } = gatewayNetworkPolicy({ ...SHAPE, ports }).spec as {
            ingress: { ports: object[] }[];
        };
        assert.deepEqual(ingress[0]?.ports[0], { protocol: "UDP", port: 5353 });
    });
});
