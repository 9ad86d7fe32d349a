import * as assert from "node:assert/strict";
import * as objects from "../../../components/flux/objects";

describe("components/flux/objects", () => {
    it("is the whole of what other rooms may use", () => {
        assert.deepEqual(Object.keys(objects).sort(), [
            "CANARY_HEALTH",
            "FLUX_API",
            "FLUX_NAMESPACE",
            "RECONCILER",
            "SAFETY_INTERVAL",
            "clusterReconcilers",
            "fluxInstance",
            "gitRepository",
            "helmRelease",
            "helmRepository",
            "instanceReady",
            "kustomization",
            "namespaceReconciler",
            "reconcilerAccount",
            "releaseReady",
        ]);
    });
});
