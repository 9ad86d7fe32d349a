import assert from "node:assert/strict";
import * as rules from "../../../../render/diff/privileges/mesh";

// The table of cases is in privileges-of.test.ts.
describe("the rules of mesh.ts", () => {
    for (const name of [
        "authorizationPrivileges",
        "destinationPrivileges",
        "gatewayPrivileges",
        "listenerPrivileges",
        "peerAuthenticationPrivileges",
        "proxyCodePrivileges",
        "serviceEntryPrivileges",
        "sidecarPrivileges",
    ] as const) {
        it(`${name} finds nothing in an object that says nothing, or nonsense`, () => {
            const object = { apiVersion: "x/v1", kind: "X", metadata: { name: "x" } };
            assert.deepEqual(rules[name](object), []);
            const nonsense = {
                rules: 1,
                subjects: ["a"],
                webhooks: {},
                hosts: 3,
                servers: [null],
                ingress: "x",
                type: [],
            };
            assert.deepEqual(rules[name]({ ...object, ...nonsense, spec: nonsense }), []);
        });
    }
});
