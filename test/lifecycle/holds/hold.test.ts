import assert from "node:assert/strict";

import { HELD_SYSTEMS, systemOf } from "../../../lifecycle/holds/hold";
import { PARTS } from "../../../lifecycle/settings/pinned-parts";

describe("systemOf", () => {
    it("knows the system of every part that is pinned", () => {
        const parts = PARTS;

        assert.deepEqual(parts.map(systemOf), ["istio", "istio", "flux", "flux-operator", "flagger"]);
        assert.deepEqual(new Set(parts.map(systemOf)), new Set(HELD_SYSTEMS));
    });
});
