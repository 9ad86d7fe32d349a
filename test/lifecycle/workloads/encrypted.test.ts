import assert from "node:assert/strict";
import {
    isCiphertext,
    isEncrypted,
    needsDecryption,
    withoutCiphertext,
} from "../../../lifecycle/workloads/encrypted";

const ENC = "ENC[AES256_GCM,data:x,iv:y,tag:z,type:str]";

describe("what SOPS encrypted", () => {
    it("has its block, with a check sum", () => {
        assert.ok(isEncrypted({ kind: "Secret", sops: { mac: ENC } }));
        assert.ok(!isEncrypted({ kind: "Secret", sops: {} }));
        assert.ok(!isEncrypted({ kind: "Secret" }));
    });

    it("is Flux's to decrypt, unless an operator in the cluster does", () => {
        assert.ok(needsDecryption({ kind: "Secret", sops: { mac: ENC } }));
        assert.ok(!needsDecryption({ kind: "SopsSecret", sops: { mac: ENC } }));
        assert.ok(!needsDecryption({ kind: "Secret" }));
    });

    it("has values of one form", () => {
        assert.ok(isCiphertext(ENC));
        for (const value of ["ENC", "xENC[a]", 1, undefined]) assert.ok(!isCiphertext(value));
    });

    it("can be shown to those who have no key: keys stay, values go", () => {
        const object = {
            kind: "Secret",
            data: { a: ENC, b: "plain" },
            list: [ENC, { c: ENC }],
            sops: { mac: ENC },
        };

        assert.deepEqual(withoutCiphertext(object), {
            kind: "Secret",
            data: { a: "", b: "plain" },
            list: ["", { c: "" }],
        });
    });
});
