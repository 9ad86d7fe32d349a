import assert from "node:assert/strict";

import { failedHolds } from "../../../lifecycle/evidence/failed-holds";
import { evidence } from "./example-evidence";

describe("failedHolds", () => {
    it("holds a version once for a stack, and names a canary", () => {
        const failed = ["a", "b", "c"].map((name) => ({ canary: `shop/Canary/${name}`, version: "1.31.1" }));
        assert.deepEqual(failedHolds([{ ...evidence, failed }]), [
            {
                stack: "dev",
                system: "istio",
                version: "1.31.1",
                reason: "its rollout was seen to fail in dev on 2026-11-24: shop/Canary/a and 2 more",
                since: "2026-11-24",
                of: evidence.lock,
                part: "proxies",
            },
        ]);
    });

    it("says where it was the gateway alone", () => {
        const failed = [{ canary: "istio-ingress/Deployment/istio-ingress", version: "1.31.1" }];
        assert.deepEqual(
            failedHolds([{ ...evidence, failed }]).map(({ part }) => part),
            ["gateway"],
        );
    });

    it("holds nothing where nothing failed", () => {
        assert.deepEqual(failedHolds([evidence]), []);
    });
});
