import * as assert from "node:assert/strict";
import { gitRepository, helmRepository } from "../../../components/flux/sources";
import { asSent } from "../../support/as-sent";
import { validateObject } from "../../support/crd-schema";

const repositories = [
    { url: "https://blob.istio.io/charts", spec: {} },
    { url: "http://127.0.0.1:8080", spec: {} },
    { url: "oci://ghcr.io/istio/release/charts", spec: { type: "oci" } },
    { url: "oci://127.0.0.1:5000/charts", spec: { type: "oci", insecure: true } },
    { url: "oci://localhost/charts", spec: { type: "oci", insecure: true } },
    { url: "oci://[::1]:5000", spec: { type: "oci", insecure: true } },
    { url: "oci://localhost.example.com/charts", spec: { type: "oci" } },
    { url: "oci://127.0.0.1.example.com/charts", spec: { type: "oci" } },
    { url: "oci://example.com/127.0.0.1/charts", spec: { type: "oci" } },
];

describe("helmRepository", () => {
    for (const { url, spec } of repositories) {
        it(`makes of ${url} ${JSON.stringify(spec)}`, () => {
            const object = helmRepository({ name: "istio", namespace: "istio-system", url });

            assert.deepEqual(asSent(object), {
                apiVersion: "source.toolkit.fluxcd.io/v1",
                kind: "HelmRepository",
                metadata: { name: "istio", namespace: "istio-system" },
                spec: { ...spec, url, interval: "10m" },
            });
            assert.deepEqual(validateObject(object), []);
        });
    }
});

describe("helmRepository of a registry that asks who it is", () => {
    it("names the Secrets beside it", () => {
        const object = helmRepository({
            name: "istio",
            namespace: "istio-system",
            url: "oci://mirror.example.com/charts",
            secret: "mirror",
            ca: "mirror-ca",
        });

        assert.deepEqual(asSent(object).spec, {
            type: "oci",
            url: "oci://mirror.example.com/charts",
            interval: "10m",
            secretRef: { name: "mirror" },
            certSecretRef: { name: "mirror-ca" },
        });
        assert.deepEqual(validateObject(object), []);
    });
});

describe("gitRepository", () => {
    const args = {
        name: "windlass",
        namespace: "flux-system",
        url: "https://example.com/mesh",
        branch: "main",
    };

    it("follows one branch of a public repository", () => {
        const object = gitRepository(args);

        assert.deepEqual(asSent(object).spec, {
            url: "https://example.com/mesh",
            ref: { branch: "main" },
            interval: "1m",
            timeout: "60s",
        });
        assert.deepEqual(validateObject(object), []);
    });

    it("names the secret of a private one", () => {
        const object = gitRepository({ ...args, secret: "mesh-git" });

        assert.deepEqual((object.spec as { secretRef: unknown }).secretRef, { name: "mesh-git" });
        assert.deepEqual(validateObject(object), []);
    });
});
