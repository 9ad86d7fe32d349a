import assert from "node:assert/strict";

import { stableGate } from "../../../../lifecycle/versions/gates/stable";
import { contextOf, judged } from "../example-catalog";

describe("stable", () => {
    it("refuses pre-releases unless they are allowed", () => {
        assert.equal(judged(stableGate, "1.31.1", contextOf()), undefined);
        for (const version of ["1.31.0-rc.0", "1.31.0-alpha.2"]) {
            assert.equal(
                judged(stableGate, version, contextOf()),
                "it is a pre-release, and those are not allowed",
            );
            assert.equal(judged(stableGate, version, contextOf({ allowPrerelease: true })), undefined);
        }
    });
});
