import * as assert from "node:assert/strict";
import { CANARY_HEALTH, kustomization } from "../../../components/flux/kustomization";
import { asSent } from "../../support/as-sent";
import { validateObject } from "../../support/crd-schema";

const args = {
    name: "system",
    namespace: "flux-system",
    source: "windlass",
    path: "clusters/dev/system",
    timeout: "20m",
};

describe("kustomization", () => {
    it("prunes, waits, names its account and substitutes nothing", () => {
        const object = asSent(kustomization(args));

        assert.deepEqual(object, {
            apiVersion: "kustomize.toolkit.fluxcd.io/v1",
            kind: "Kustomization",
            metadata: { name: "system", namespace: "flux-system" },
            spec: {
                interval: "10m",
                retryInterval: "2m",
                timeout: "20m",
                sourceRef: { kind: "GitRepository", name: "windlass" },
                path: "./clusters/dev/system",
                prune: true,
                wait: true,
                deletionPolicy: "WaitForTermination",
                serviceAccountName: "kustomize-controller",
            },
        });
        assert.deepEqual(validateObject(object), []);
    });

    it("waits for others and for canaries", () => {
        const object = kustomization({ ...args, dependsOn: ["gateways"], healthCheckExprs: [CANARY_HEALTH] });

        const spec = object.spec as Record<string, unknown>;
        assert.deepEqual(spec["dependsOn"], [{ name: "gateways" }]);
        assert.deepEqual(spec["healthCheckExprs"], [
            {
                apiVersion: "flagger.app/v1beta1",
                kind: "Canary",
                failed: "status.phase == 'Failed'",
                current: "status.phase in ['Initialized', 'Succeeded']",
            },
        ]);
        assert.deepEqual(validateObject(object), []);
    });

    it("decrypts with the keys of a Secret, or with the controller's own identity", () => {
        const decryption = (secret?: string) => {
            const object = asSent(kustomization({ ...args, decryption: { secret } }));
            assert.deepEqual(validateObject(object), []);
            return (object.spec as Record<string, unknown>)["decryption"];
        };

        assert.deepEqual(decryption("sops-age"), { provider: "sops", secretRef: { name: "sops-age" } });
        assert.deepEqual(decryption(), { provider: "sops" });
        const none = asSent(kustomization(args));
        assert.ok(!("decryption" in (none.spec as object)));
    });

    for (const path of ["clusters/dev", "./clusters/dev", "/clusters/dev"]) {
        it(`reads ${path} from the repository's root`, () => {
            const object = kustomization({ ...args, path });

            assert.equal((object.spec as { path: string }).path, "./clusters/dev");
        });
    }
});
