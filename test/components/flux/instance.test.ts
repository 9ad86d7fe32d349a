import * as assert from "node:assert/strict";
import { fluxInstance, instanceReady } from "../../../components/flux/instance";
import { asSent } from "../../support/as-sent";
import { validateObject } from "../../support/crd-schema";

interface Patch {
    readonly target: { readonly kind: string; readonly name: string };
    readonly patch: string;
}

interface Operation {
    readonly op: string;
    readonly path: string;
    readonly value: string;
}

describe("fluxInstance", () => {
    it("is one exact version, locked down, from the operator's own manifests", () => {
        const object = fluxInstance({ version: "2.9.4", registry: "ghcr.io/fluxcd" });

        assert.deepEqual(asSent(object), {
            apiVersion: "fluxcd.controlplane.io/v1",
            kind: "FluxInstance",
            metadata: { name: "flux", namespace: "flux-system" },
            spec: {
                distribution: { version: "2.9.4", registry: "ghcr.io/fluxcd" },
                components: [
                    "source-controller",
                    "kustomize-controller",
                    "helm-controller",
                    "notification-controller",
                ],
                cluster: {
                    type: "kubernetes",
                    domain: "cluster.local",
                    multitenant: true,
                    tenantDefaultServiceAccount: "default",
                    networkPolicy: true,
                },
                kustomize: (object.spec as { kustomize: unknown }).kustomize,
            },
        });
        assert.deepEqual(validateObject(object), []);
    });

    it("lets a new commit end the wait for canaries, and dependants look again every 5 seconds", () => {
        const { spec } = fluxInstance({ version: "2.9.4", registry: "ghcr.io/fluxcd", concurrent: 50 });

        const { patches } = (spec as { kustomize: { patches: readonly Patch[] } }).kustomize;
        const added = Object.fromEntries(
            patches.map(({ target, patch }) => {
                const operations = JSON.parse(patch) as readonly Operation[];
                // Appended, never set: flux-operator's own flags stay.
                for (const { op, path } of operations)
                    assert.deepEqual(
                        { op, path },
                        { op: "add", path: "/spec/template/spec/containers/0/args/-" },
                    );
                return [`${target.kind}/${target.name}`, operations.map(({ value }) => value)];
            }),
        );

        assert.deepEqual(added, {
            "Deployment/kustomize-controller": [
                "--feature-gates=CancelHealthCheckOnNewRevision=true",
                "--requeue-dependency=5s",
                "--concurrent=50",
            ],
            "Deployment/helm-controller": ["--requeue-dependency=5s"],
        });
    });

    it("comes from a mirror where one is set", () => {
        const artifact = "oci://mirror.example.com/flux-operator-manifests:v0.55.0";

        const object = fluxInstance({
            version: "2.9.4",
            registry: "mirror.example.com/fluxcd",
            artifact,
            pullSecret: "images",
            artifactSecret: "artifacts",
        });

        assert.deepEqual((object.spec as { distribution: unknown }).distribution, {
            version: "2.9.4",
            registry: "mirror.example.com/fluxcd",
            imagePullSecret: "images",
            artifact,
            artifactPullSecret: "artifacts",
        });
        assert.deepEqual(validateObject(object), []);
    });
});

describe("instanceReady", () => {
    it("waits for Ready and for the applied version, never asking match of a missing field", () => {
        assert.deepEqual(instanceReady("2.9.4"), [
            "condition=Ready",
            String.raw`jsonpath={$[?@.lastAppliedRevision && match(@.lastAppliedRevision, "v2\\.9\\.4@.*")]}`,
        ]);
    });
});
