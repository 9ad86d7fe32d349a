import { meshTls } from "../../../../lifecycle/policy/rules/mesh-tls";
import { policyCases } from "../../../support/policy-cases";

const rule = (host: string, spec: string) =>
    `{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: plain, namespace: prod}, spec: {host: "${host}", ${spec}}}\n`;
const off = "trafficPolicy: {tls: {mode: DISABLE}}";
const found = (host: string) => [
    `prod/DestinationRule/plain: it has clients speak plain text to ${host}, services of the mesh`,
];

describe("mesh-tls", () => {
    policyCases(meshTls, [
        ...[
            "*",
            "*.local",
            "*.cluster.local",
            "*.svc.cluster.local",
            "*.prod.svc.cluster.local",
            "*.prod.svc.example.org",
        ].map((host) => ({ what: `plain text to ${host}`, yaml: rule(host, off), violations: found(host) })),
        {
            what: "plain text to one port",
            yaml: rule(
                "*.local",
                "trafficPolicy: {portLevelSettings: [{port: {number: 80}, tls: {mode: DISABLE}}]}",
            ),
            violations: found("*.local"),
        },
        {
            what: "plain text to one subset",
            yaml: rule("*.local", `subsets: [{name: a, ${off}}]`),
            violations: found("*.local"),
        },
        {
            what: "mutual TLS for the mesh",
            yaml: rule("*.local", "trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}"),
        },
        {
            what: "one host, which may stand outside the mesh",
            yaml: rule("legacy.prod.svc.cluster.local", off),
        },
        { what: "hosts of another domain", yaml: rule("*.example.com", off) },
        { what: "hosts whose name only ends alike", yaml: rule("*.notlocal", off) },
        { what: "a rule without TLS", yaml: rule("*.local", "trafficPolicy: {connectionPool: {}}") },
    ]);
});
