import assert from "node:assert/strict";
import type { StackSettings } from "../../../lifecycle/settings/settings";
import { checkEncrypted } from "../../../lifecycle/workloads/check-encrypted";
import { parseManifests } from "../../../lifecycle/workloads/parse-manifests";
import { exampleSettings } from "../../support/example-stack";
import { sopsSecret } from "../../support/sops";

const FILE = "apps/backend/secret.yaml";

function complaints(text: string, delivery: StackSettings["delivery"], provider?: "sops"): readonly string[] {
    const { flux } = exampleSettings();
    const settings = { delivery, flux: { ...flux, decryption: { provider } } };
    return checkEncrypted(settings, parseManifests("backend", FILE, text)).map(({ message }) => message);
}

describe("checkEncrypted", () => {
    it("passes an encrypted Secret that Flux can decrypt", () => {
        assert.deepEqual(complaints(sopsSecret("db"), "flux", "sops"), []);
    });

    it("refuses one that Pulumi would apply as ciphertext, and names the ways", () => {
        const [complaint, ...others] = complaints(sopsSecret("db"), "pulumi");

        assert.deepEqual(others, []);
        assert.match(
            complaint ?? "",
            /^apps\/backend\/secret\.yaml:\d+: prod\/Secret\/db: sops: is encrypted by SOPS, and with delivery pulumi nobody decrypts it.*windlass:delivery to flux.*ExternalSecret/,
        );
    });

    it("refuses one whose keys nobody has named", () => {
        assert.match(complaints(sopsSecret("db"), "flux")[0] ?? "", /windlass:flux\.decryption does not say/);
    });

    it("refuses what Windlass itself has to read or change", () => {
        const workload = sopsSecret("db")
            .replace("kind: Secret", "kind: Deployment")
            .replace("apiVersion: v1", "apiVersion: apps/v1");

        assert.match(complaints(workload, "flux", "sops")[0] ?? "", /a Deployment must not be encrypted/);
    });

    it("refuses one whose name is encrypted too", () => {
        const whole = sopsSecret("ENC[AES256_GCM,data:x,type:str]");

        assert.match(
            complaints(whole, "flux", "sops")[0] ?? "",
            /must not cover kind, name and namespace.*--encrypted-regex/,
        );
    });

    it("leaves to its operator what an operator decrypts, and to Kubernetes what is plain", () => {
        assert.deepEqual(
            complaints(sopsSecret("db").replace("kind: Secret", "kind: SopsSecret"), "pulumi"),
            [],
        );
        assert.deepEqual(
            complaints("{apiVersion: v1, kind: Service, metadata: {name: a, namespace: prod}}", "pulumi"),
            [],
        );
    });
});
