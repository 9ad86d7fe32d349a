import assert from "node:assert/strict";

import { asUpgraded } from "../../../lifecycle/adopt/as-upgraded";

const by = {
    release: "istio",
    namespace: "istio-system",
    helmRelease: "istiod",
    helmReleaseNamespace: "istio-system",
};

describe("asUpgraded", () => {
    it("puts the names of its owners on an object", () => {
        const object = {
            apiVersion: "v1",
            kind: "Service",
            metadata: { name: "istiod", labels: { app: "istiod" } },
        };
        assert.deepEqual(asUpgraded(object, by).metadata, {
            name: "istiod",
            labels: {
                app: "istiod",
                "app.kubernetes.io/managed-by": "Helm",
                "helm.toolkit.fluxcd.io/name": "istiod",
                "helm.toolkit.fluxcd.io/namespace": "istio-system",
            },
            annotations: {
                "meta.helm.sh/release-name": "istio",
                "meta.helm.sh/release-namespace": "istio-system",
            },
        });
    });

    it("leaves to istiod what istiod writes into webhooks", () => {
        const webhook = {
            name: "validation.istio.io",
            failurePolicy: "Ignore",
            clientConfig: { caBundle: "x", service: { name: "istiod" } },
        };
        const object = {
            apiVersion: "admissionregistration.k8s.io/v1",
            kind: "ValidatingWebhookConfiguration",
            metadata: { name: "v" },
            webhooks: [webhook],
        };
        assert.deepEqual(asUpgraded(object, by)["webhooks"], [
            { name: "validation.istio.io", clientConfig: { service: { name: "istiod" } } },
        ]);
    });
});
