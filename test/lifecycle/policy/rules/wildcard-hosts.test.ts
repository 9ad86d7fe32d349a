import { wildcardHosts } from "../../../../lifecycle/policy/rules/wildcard-hosts";
import { policyCases } from "../../../support/policy-cases";

const gateway = (servers: string, apiVersion = "networking.istio.io/v1") =>
    `{apiVersion: ${apiVersion}, kind: Gateway, metadata: {name: public, namespace: istio-ingress}, spec: {servers: [${servers}]}}`;
const violation = (host: string) => `istio-ingress/Gateway/public: it answers for ${host} in plain text`;

describe("wildcard-hosts", () => {
    policyCases(wildcardHosts, [
        { what: "named hosts", yaml: gateway("{hosts: [shop.example.com]}") },
        { what: "any host", yaml: gateway('{hosts: ["*"]}'), violations: [violation("*")] },
        {
            what: "a wildcard behind a namespace",
            yaml: gateway('{hosts: ["prod/*.example.com", "shop.example.com"]}'),
            violations: [violation("prod/*.example.com")],
        },
        {
            what: "a wildcard by TLS",
            yaml: gateway('{hosts: ["*"], tls: {mode: SIMPLE, credentialName: c}}'),
        },
        {
            what: "a wildcard that is redirected to TLS",
            yaml: gateway('{hosts: ["*"], tls: {httpsRedirect: true}}'),
        },
        { what: "a Gateway of another API", yaml: gateway('{hosts: ["*"]}', "gateway.networking.k8s.io/v1") },
    ]);
});
