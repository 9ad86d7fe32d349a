import assert from "node:assert/strict";
import { plaintextOf } from "../../../lifecycle/policy/plaintext-secret";

const base64 = (text: string) => Buffer.from(text).toString("base64");
const secret = (fields: object) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "db" },
    ...fields,
});
const SOPS = { mac: "ENC[AES256_GCM,data:x,type:str]", version: "3.11.0" };
const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const KEY = ["-----BEGIN", "PRIVATE KEY-----"].join(" ");

describe("plaintextOf", () => {
    it("names the keys that tell, and never a value", () => {
        const found = plaintextOf(
            secret({
                data: { a: base64("1"), b: base64("2"), c: base64("3") },
                stringData: { d: "hunter2" },
            }),
        );

        assert.equal(found, "it holds values in plain text: data.a, data.b, data.c and 1 more");
    });

    const silent: Readonly<Record<string, object>> = {
        "no values": {},
        "empty values": { data: { a: "" }, stringData: { b: "", c: null } },
        "a token the API server fills in": { type: "kubernetes.io/service-account-token" },
        placeholders: { stringData: { a: "${PASSWORD}", b: "{{ .password }}" } },
        "a public certificate": { data: { "ca.crt": base64(CERTIFICATE + CERTIFICATE) } },
        "values that SOPS encrypted": { data: { a: "ENC[AES256_GCM,data:x,type:str]" }, sops: SOPS },
    };
    for (const [what, fields] of Object.entries(silent)) {
        it(`has nothing to say of ${what}`, () => assert.equal(plaintextOf(secret(fields)), undefined));
    }

    it("finds what was left plain in an encrypted Secret", () => {
        const mixed = { data: { a: "ENC[AES256_GCM,data:x,type:str]", b: base64("1") }, sops: SOPS };

        assert.equal(plaintextOf(secret(mixed)), "it holds values in plain text: data.b");
    });

    it("finds ciphertext that nobody can decrypt any more", () => {
        assert.match(
            plaintextOf(secret({ stringData: { a: "ENC[AES256_GCM,data:x,type:str]" } })) ?? "",
            /sops\.mac/,
        );
    });

    it("finds a certificate that has its key beside it, kubectl's copy, and a key in a ConfigMap", () => {
        assert.match(
            plaintextOf(secret({ stringData: { "tls.pem": `${CERTIFICATE}${KEY}` } })) ?? "",
            /tls\.pem/,
        );
        const annotations = { "kubectl.kubernetes.io/last-applied-configuration": '{"data":{"a":"MQ=="}}' };
        assert.match(
            plaintextOf({ ...secret({}), metadata: { name: "db", annotations } }) ?? "",
            /copy of its values/,
        );
        assert.equal(
            plaintextOf({
                apiVersion: "v1",
                kind: "ConfigMap",
                metadata: { name: "c" },
                data: { "tls.key": `${KEY}\nMIIB` },
            }),
            "it holds a private key in plain text: data.tls.key",
        );
    });

    it("leaves other kinds and groups alone", () => {
        assert.equal(plaintextOf({ apiVersion: "v1", kind: "ConfigMap", data: { a: "1" } }), undefined);
        assert.equal(plaintextOf({ ...secret({ data: { a: "MQ==" } }), apiVersion: "x.io/v1" }), undefined);
    });
});
