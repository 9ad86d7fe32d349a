import assert from "node:assert/strict";

import { isSkippedByHand, managersOf } from "../../../lifecycle/observed/field-managers";
import type { Manifest } from "../../../lifecycle/workloads/manifest";

const canary = (manager: string, skipAnalysis?: boolean): Manifest => ({
    apiVersion: "flagger.app/v1beta1",
    kind: "Canary",
    metadata: {
        name: "backend",
        managedFields: [
            { manager: "flagger", subresource: "status", fieldsV1: { "f:status": {} } },
            { manager, fieldsV1: { "f:spec": { "f:skipAnalysis": {} } } },
        ],
    },
    spec: { skipAnalysis },
});

describe("field managers", () => {
    it("are those who have written a field", () => {
        assert.deepEqual(managersOf(canary("kubectl"), ["f:spec", "f:skipAnalysis"]), ["kubectl"]);
        assert.deepEqual(managersOf({ ...canary("x"), metadata: { name: "a" } }, ["f:spec"]), []);
    });

    it("tell whose hand skips an analysis", () => {
        assert.equal(isSkippedByHand(canary("windlass-rollout", true)), true);
        assert.equal(isSkippedByHand(canary("kustomize-controller", true)), false);
        assert.equal(isSkippedByHand(canary("windlass-rollout")), false);
    });
});
