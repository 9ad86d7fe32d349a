import assert from "node:assert/strict";

import { rangeGate } from "../../../../lifecycle/versions/gates/range";
import { contextOf, judged } from "../example-catalog";

describe("range", () => {
    it("refuses what lies outside", () => {
        const context = contextOf({ range: "~1.30" });

        assert.equal(judged(rangeGate, "1.30.5", context), undefined);
        assert.equal(judged(rangeGate, "1.31.1", context), "it is outside the range ~1.30");
    });

    it("lets a pre-release in where those are allowed", () => {
        assert.equal(
            judged(rangeGate, "1.31.0-rc.0", contextOf({ range: "~1.31", allowPrerelease: true })),
            undefined,
        );
    });
});
