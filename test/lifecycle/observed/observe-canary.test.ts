import assert from "node:assert/strict";

import { imagesOf, observeCanary, primaryOf, targetOf } from "../../../lifecycle/observed/observe-canary";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { deployment } from "./objects";

const canary = (status?: object): Manifest => ({
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata: { name: "backend", namespace: "shop" },
    spec: { targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "backend" } },
    status,
});

describe("observeCanary", () => {
    it("takes what was applied and promoted from its status, and images from the primary", () => {
        const status = { phase: "Failed", lastAppliedSpec: "5f4", lastPromotedSpec: "5f4" };
        const primary = { app: "app:1", "istio-proxy": "proxyv2:1.31.0" };
        assert.deepEqual(observeCanary(canary(status), primary), {
            id: "shop/Canary/backend",
            target: "shop/Deployment/backend",
            phase: "Failed",
            isPromoted: true,
            primary: { app: "app:1", "istio-proxy": "proxyv2:1.31.0" },
        });
        assert.equal(observeCanary(canary({ ...status, lastAppliedSpec: "9" }), primary).isPromoted, false);
    });

    it("is not promoted before Flagger has seen it", () => {
        const { phase, isPromoted, primary } = observeCanary(canary(), undefined);
        assert.deepEqual([phase, isPromoted, primary], [undefined, false, undefined]);
    });
});

describe("what a canary is about", () => {
    it("is its target, and the primary Flagger makes of it", () => {
        assert.equal(primaryOf(targetOf(canary())), "shop/Deployment/backend-primary");
        assert.deepEqual(imagesOf(deployment("a", { app: "app:1" })), { app: "app:1" });
    });
});
