import assert from "node:assert/strict";
import { meshPeerAuthentication } from "../../../components/security/mesh-policy-objects";
import { validateObject } from "../../support/crd-schema";

describe("meshPeerAuthentication", () => {
    for (const mode of ["STRICT", "PERMISSIVE"] as const) {
        it(`holds for the whole mesh, ${mode}`, () => {
            const object = meshPeerAuthentication(mode);
            assert.deepEqual(object, {
                apiVersion: "security.istio.io/v1",
                kind: "PeerAuthentication",
                metadata: { name: "default", namespace: "istio-system" },
                spec: { mtls: { mode } },
            });
            assert.deepEqual(validateObject(object), []);
        });
    }
});
