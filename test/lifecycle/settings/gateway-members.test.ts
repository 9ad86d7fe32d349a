import assert from "node:assert/strict";

import { map } from "../../../lifecycle/kit/fields";
import { readField } from "../../../lifecycle/kit/read-fields";
import { GATEWAY_KINDS, gatewayMembers } from "../../../lifecycle/settings/gateway-members";

const gateway = map("A gateway.", gatewayMembers);
const faultsOf = (written: object): readonly string[] =>
    readField(gateway, written).problems.map(({ path, rule }) => `${path.join(".")} ${rule}`);

const accepted: readonly object[] = [
    {},
    ...GATEWAY_KINDS.map((kind) => ({ kind })),
    { loadBalancerSourceRanges: ["203.0.113.0/24", "2001:db8::/32"] },
    { ports: [{ name: "tcp-mysql", port: 3306, targetPort: 13_306, nodePort: 30_000, protocol: "TCP" }] },
    { servers: [{ hosts: ["b.example.com"], tlsSecret: "b", issuer: { name: "le", kind: "Issuer" } }] },
    { drainSeconds: 3600, targetCPUUtilizationPercentage: 80, podDisruptionBudget: { minAvailable: 1 } },
];

const refused: readonly (readonly [written: object, complaint: RegExp])[] = [
    [{ kind: "egres" }, /^kind must be one of /],
    [{ hosts: ["https://shop.example.com"] }, /^hosts\.0 must be a DNS name/],
    [{ serviceType: "ExternalName" }, /^serviceType must be one of LoadBalancer, NodePort, ClusterIP/],
    [{ loadBalancerSourceRanges: ["203.0.113.7"] }, /^loadBalancerSourceRanges\.0 must be a network/],
    [{ externalTrafficPolicy: "Near" }, /^externalTrafficPolicy must be one of Local, Cluster/],
    [{ ports: [{ name: "http", port: 0 }] }, /^ports\.0\.port must be a whole number from 1 to 65535/],
    [
        {
            ports: [
                { name: "a", port: 1 },
                { name: "a", port: 2 },
            ],
        },
        /^ports\.1 must not appear twice/,
    ],
    [{ servers: [{ hosts: [], tlsSecret: "b" }] }, /^servers\.0\.hosts must name at least one host/],
    [{ minReplicas: 0 }, /^minReplicas must be a whole number from 1 to 1000/],
    [{ drainSeconds: 3601 }, /^drainSeconds must be a whole number from 1 to 3600/],
    [{ annotations: {} }, /^annotations /],
];

describe("gatewayMembers", () => {
    for (const written of accepted)
        it(`accept ${JSON.stringify(written)}`, () => {
            assert.deepEqual(faultsOf(written), []);
        });

    for (const [written, complaint] of refused)
        it(`refuse ${JSON.stringify(written)}`, () => {
            const [fault = ""] = faultsOf(written);
            assert.match(fault, complaint);
        });
});
