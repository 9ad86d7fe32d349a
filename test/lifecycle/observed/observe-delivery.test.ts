import assert from "node:assert/strict";

import { observeDelivery } from "../../../lifecycle/observed/observe-delivery";
import type { Manifest } from "../../../lifecycle/workloads/manifest";

const flux = (kind: string, status: object, spec: object = {}): Manifest => ({
    apiVersion: kind === "HelmRelease" ? "helm.toolkit.fluxcd.io/v2" : "kustomize.toolkit.fluxcd.io/v1",
    kind,
    metadata: { name: "workloads", namespace: "flux-system", generation: 3 },
    spec,
    status,
});
const ready = (status: string, message = "said"): object => ({
    observedGeneration: 3,
    conditions: [{ type: "Ready", status, message }],
});

describe("observeDelivery", () => {
    it("says whether a Kustomization is ready, and at which revision", () => {
        const status = {
            ...ready("True"),
            lastAppliedRevision: "main@sha1:1a2b",
            lastAttemptedRevision: "main@sha1:3c",
        };
        assert.deepEqual(observeDelivery(flux("Kustomization", status)), {
            kind: "Kustomization",
            namespace: "flux-system",
            name: "workloads",
            ready: "True",
            message: "said",
            isSuspended: false,
            applied: "main@sha1:1a2b",
            attempted: "main@sha1:3c",
        });
    });

    it("knows nothing of a spec that Flux has not seen", () => {
        const status = { ...ready("True"), observedGeneration: 2 };
        assert.equal(observeDelivery(flux("Kustomization", status)).ready, "Unknown");
        assert.equal(observeDelivery(flux("Kustomization", {})).ready, "Unknown");
    });

    it("takes what waits for another one for no failure", () => {
        const status = (reason: string): object => ({
            observedGeneration: 3,
            conditions: [{ type: "Ready", status: "False", reason, message: "said" }],
        });
        const readyOf = (reason: string) => observeDelivery(flux("Kustomization", status(reason))).ready;
        assert.equal(readyOf("DependencyNotReady"), "Unknown");
        assert.equal(readyOf("HealthCheckCanceled"), "Unknown");
        assert.equal(readyOf("HealthCheckFailed"), "False");
    });

    it("takes the chart that is deployed, without the digest that stands behind its version", () => {
        const history = [
            { chartVersion: "1.31.1+0123456789ab", status: "failed" },
            { chartVersion: "1.31.0+fedcba987654", status: "deployed" },
        ];
        const { applied, isSuspended } = observeDelivery(
            flux("HelmRelease", { ...ready("False"), history }, { suspend: true }),
        );
        assert.deepEqual([applied, isSuspended], ["1.31.0", true]);
    });
});
