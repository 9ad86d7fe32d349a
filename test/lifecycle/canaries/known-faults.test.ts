import assert from "node:assert/strict";
import { PAUSED_PRIMARY, faultSource, hasFault } from "../../../lifecycle/canaries/known-faults";

describe("hasFault", () => {
    it("holds a release against the range, and takes an unknown one for affected", () => {
        assert.deepEqual(
            ["1.40.0", "1.41.0", "1.44.0", undefined].map((flagger) => hasFault(PAUSED_PRIMARY, flagger)),
            [false, true, true, true],
        );
    });

    it("has a source", () => {
        assert.equal(faultSource(PAUSED_PRIMARY), "github.com/fluxcd/flagger/issues/1934");
    });
});
