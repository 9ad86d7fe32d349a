import assert from "node:assert/strict";

import { HELD_SYSTEMS, isSeen, systemOf } from "../../../lifecycle/holds/hold";
import { PARTS } from "../../../lifecycle/settings/pinned-parts";

describe("systemOf", () => {
    it("knows the system of every part that is pinned", () => {
        const parts = PARTS;

        assert.deepEqual(parts.map(systemOf), [
            "istio",
            "istio",
            "istio",
            "istio",
            "flux",
            "flux-operator",
            "flagger",
        ]);
        assert.deepEqual(new Set(parts.map(systemOf)), new Set(HELD_SYSTEMS));
    });
});

describe("isSeen", () => {
    it("tells what was seen in a cluster from what stands in Git, in a forge or in a file", () => {
        const found = [`sha256:${"0".repeat(32)}`, "3f2a1b9c0d1e", "#17", undefined].map((of) =>
            isSeen({ of }),
        );
        assert.deepEqual(found, [true, false, false, false]);
    });
});
