import assert from "node:assert/strict";

import { HELD_SYSTEMS, systemOf } from "../../../lifecycle/holds/hold";
import { PART_NAMES } from "../../../lifecycle/settings/pins";
import type { PinnedPart } from "../../../lifecycle/settings/lock";

describe("systemOf", () => {
    it("knows the system of every part that is pinned", () => {
        const parts = Object.keys(PART_NAMES) as PinnedPart[];

        assert.deepEqual(parts.map(systemOf), ["istio", "istio", "flux", "flux-operator", "flagger"]);
        assert.deepEqual(new Set(parts.map(systemOf)), new Set(HELD_SYSTEMS));
    });
});
