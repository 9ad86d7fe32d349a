import assert from "node:assert/strict";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { withdrawnCanaries } from "../../../lifecycle/canaries/canary-withdrawal";

const metadata = { name: "backend", namespace: "prod" };
const canary = (spec: object = {}): Manifest => ({
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata,
    spec: { targetRef: { kind: "Deployment", name: "backend" }, revertOnDeletion: true, ...spec },
});
const target: Manifest = { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: {} };
const service: Manifest = { apiVersion: "v1", kind: "Service", metadata };
const caller: Manifest = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "frontend", namespace: "prod" },
    spec: { env: "http://backend:9898/echo" },
};

describe("withdrawnCanaries", () => {
    it("says which Service goes with a Canary, and who calls it", () => {
        const [found, ...more] = withdrawnCanaries([canary(), target, caller], [target, caller]);

        assert.deepEqual(more, []);
        assert.equal(found?.service, "backend");
        assert.equal(found?.declared, false);
        assert.equal(found?.leftAtZero, false);
        assert.deepEqual(found?.callers, [caller]);
    });

    it("says where the change declares a Service of that name", () => {
        const [found] = withdrawnCanaries([canary(), target], [target, service]);

        assert.equal(found?.declared, true);
    });

    it("follows spec.service.name", () => {
        const [found] = withdrawnCanaries([canary({ service: { name: "shop" } }), target], [target]);

        assert.equal(found?.service, "shop");
    });

    it("passes a Service that was there before, and is not Flagger's", () => {
        assert.deepEqual(withdrawnCanaries([canary(), target, service], [target, service]), []);
    });

    it("passes a Canary that stays, and one whose target goes as well", () => {
        assert.deepEqual(withdrawnCanaries([canary(), target], [canary(), target]), []);
        assert.deepEqual(withdrawnCanaries([canary(), target], []), []);
    });

    it("says where the target stays at zero", () => {
        const kept = [target, service];
        const scaled = { ...target, spec: { replicas: 2 } };
        const plain = canary({ revertOnDeletion: false });

        assert.equal(withdrawnCanaries([plain, ...kept], kept)[0]?.leftAtZero, true);
        assert.deepEqual(withdrawnCanaries([plain, ...kept], [scaled, service]), []);
    });
});
