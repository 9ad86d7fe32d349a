import assert from "node:assert/strict";
import {
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
    hosts: ["shop.example.com", "*.shop.example.com"],
};
const PORT_80 = { number: 80, name: "http", protocol: "HTTP" };

describe("gatewayObject", () => {
    it("serves plain HTTP without a certificate", () => {
        assert.deepEqual(gatewayObject(SHAPE), {
            apiVersion: "networking.istio.io/v1",
            kind: "Gateway",
            metadata: { name: "public", namespace: "istio-ingress" },
            spec: {
                selector: { istio: "ingress" },
                servers: [{ port: PORT_80, hosts: SHAPE.hosts }],
            },
        });
    });

    it("serves HTTPS with a certificate and redirects HTTP to it", () => {
        assert.deepEqual(gatewayObject({ ...SHAPE, tlsSecret: "shop-tls" }).spec, {
            selector: { istio: "ingress" },
            servers: [
                { port: PORT_80, hosts: SHAPE.hosts, tls: { httpsRedirect: true } },
                {
                    port: { number: 443, name: "https", protocol: "HTTPS" },
                    hosts: SHAPE.hosts,
                    tls: { mode: "SIMPLE", credentialName: "shop-tls", minProtocolVersion: "TLSV1_2" },
                },
            ],
        });
    });

    it("is valid by Istio's own schema, with and without a certificate", () => {
        for (const tlsSecret of [undefined, "shop-tls"]) {
            assert.deepEqual(validateObject(gatewayObject({ ...SHAPE, tlsSecret })), []);
        }
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
});
