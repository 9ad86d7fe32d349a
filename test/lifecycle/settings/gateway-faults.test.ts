import assert from "node:assert/strict";

import { parseSettings } from "../../../lifecycle/settings/settings-parse";

/** The first thing that is wrong with some gateways. */
function faultOf(gateways: object): string {
    const config = {
        "windlass:cluster": { name: "dev", kubernetes: "1.34", network: "east" },
        "windlass:istio": { range: "~1.31" },
        "windlass:gateways": gateways,
    };
    try {
        parseSettings("dev", JSON.stringify({ config }));
        return "accepted";
    } catch (error) {
        return String(error);
    }
}

const issuer = { name: "corp" };
const port = (number: number, more: object = {}) => ({ name: `p${number}`, port: number, ...more });

const cases: readonly (readonly [what: string, gateways: object, message: RegExp])[] = [
    ["any host in the clear", { shop: { hosts: ["*"] } }, /gateways\.shop\.hosts.*must not be \* without/],
    ["more at least than at most", { shop: { minReplicas: 9 } }, /gateways\.shop\.minReplicas/],
    [
        "an issuer without a Secret",
        { shop: { hosts: ["a.b"], issuer } },
        /shop\.tlsSecret.*an issuer is given/,
    ],
    ["hosts between clusters", { x: { kind: "east-west", hosts: ["a.b"] } }, /x\.hosts.*must be left out/],
    ["a certificate outwards", { x: { kind: "egress", hosts: ["a.b"], tlsSecret: "s" } }, /x\.tlsSecret/],
    [
        "more certificates outwards",
        { x: { kind: "egress", servers: [{ hosts: ["a.b"], tlsSecret: "s" }] } },
        /x\.servers.*must be left out of an egress gateway/,
    ],
    ["ports between clusters", { x: { kind: "east-west", ports: [port(443)] } }, /x\.ports/],
    [
        "a port twice",
        { x: { ports: [port(81), port(81, { name: "again" })] } },
        /must not have port 81 twice/,
    ],
    ["a port of the proxy", { x: { ports: [port(80, { targetPort: 15021 })] } }, /proxy's own port 15021/],
    [
        "hosts that no port serves",
        { x: { hosts: ["a.b"], ports: [port(8080)] } },
        /x\.ports.*must have port 80, at which the Gateway object serves the hosts/,
    ],
    [
        "a certificate that no port serves",
        { x: { hosts: ["a.b"], tlsSecret: "s", ports: [port(80)] } },
        /port 443/,
    ],
    ["a reserved namespace", { x: { namespace: "istio-system" } }, /x\.namespace.*gateway's own/],
    [
        "one namespace for two",
        { a: { namespace: "edge" }, b: { namespace: "edge" } },
        /b\.namespace.*a is in edge/,
    ],
    ["a name too long for a release", { ["x".repeat(41)]: {} }, /at most 40 characters/],
];

describe("the rules of gateways", () => {
    for (const [what, gateways, message] of cases)
        it(`refuse ${what}`, () => assert.match(faultOf(gateways), message));

    it("take what real meshes have", () => {
        const shop = {
            hosts: ["shop.example.com"],
            tlsSecret: "shop",
            issuer,
            servers: [{ hosts: ["*.b.example.com"], tlsSecret: "b", issuer: { name: "le", kind: "Issuer" } }],
            serviceAnnotations: { "service.beta.kubernetes.io/aws-load-balancer-type": "external" },
            loadBalancerClass: "service.k8s.aws/nlb",
            loadBalancerSourceRanges: ["203.0.113.0/24", "2001:db8::/32"],
            externalTrafficPolicy: "Local",
            ports: [port(80), port(443), port(9000, { protocol: "UDP" })],
            resources: { requests: { cpu: "500m" } },
            topologySpreadConstraints: [
                { maxSkew: 1, topologyKey: "zone", whenUnsatisfiable: "ScheduleAnyway" },
            ],
            podDisruptionBudget: { minAvailable: 2 },
            imagePullSecrets: ["registry"],
            drainSeconds: 60,
            values: { env: { A: "b" } },
        };
        const out = { kind: "egress", hosts: ["api.partner.example"] };
        assert.equal(faultOf({ shop, out, joint: { kind: "east-west" } }), "accepted");
    });
});
