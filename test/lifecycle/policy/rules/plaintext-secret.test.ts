import { plaintextSecret } from "../../../../lifecycle/policy/rules/plaintext-secret";
import { policyCases } from "../../../support/policy-cases";

describe("plaintext-secret", () => {
    policyCases(plaintextSecret, [
        {
            what: "a Secret with a value",
            yaml: "{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: prod}, stringData: {password: hunter2}}",
            violations: ["prod/Secret/db: it holds values in plain text: stringData.password"],
        },
        {
            what: "an ExternalSecret with a template",
            yaml: "{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: prod}, spec: {target: {template: {data: {password: '{{ .password }}'}}}}}",
        },
        {
            what: "a SealedSecret",
            yaml: "{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: db, namespace: prod}, spec: {encryptedData: {password: AgBy3i4}, template: {type: Opaque}}}",
        },
    ]);
});
