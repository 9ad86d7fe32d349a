import assert from "node:assert/strict";
import { isSecret, maskSecret } from "../../diff/mask-secrets";

const secret = (data: object): Parameters<typeof maskSecret>[0] => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "s", annotations: { "kubectl.kubernetes.io/last-applied-configuration": "all of it" } },
    data,
});

describe("maskSecret", () => {
    it("hides every value, and says which differ", () => {
        const masked = maskSecret(secret({ a: "1", b: "2" }), secret({ a: "1", b: "3" }), "new");
        assert.deepEqual(masked["data"], { a: "(hidden)", b: "(hidden, new)" });
        assert.deepEqual(Object.values(masked.metadata.annotations ?? {}), ["(hidden)"]);
        assert.deepEqual(maskSecret(secret({ a: "1" }), undefined, "old")["data"], { a: "(hidden)" });
    });

    it("hides data that is no map", () =>
        assert.equal(maskSecret(secret([1]), undefined, "old")["data"], "(hidden)"));

    it("hides SOPS's block, which changes with every value", () => {
        const encrypted = { ...secret({ a: "ENC[x]" }), sops: { mac: "ENC[y]" } };

        assert.equal(maskSecret(encrypted, undefined, "new")["sops"], "(hidden)");
        assert.ok(isSecret({ apiVersion: "v1", kind: "ConfigMap", sops: { mac: "ENC[y]" } }));
    });

    it("is for Secrets alone", () => {
        assert.ok(isSecret({ apiVersion: "v1", kind: "Secret" }));
        assert.ok(!isSecret({ apiVersion: "x.io/v1", kind: "Secret" }));
    });
});
