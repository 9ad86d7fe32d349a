import assert from "node:assert/strict";

import { downgradeGate } from "../../../../lifecycle/versions/gates/downgrade";
import { contextOf, judged } from "../example-catalog";

describe("downgrade", () => {
    it("refuses what is older than the pin, unless it is asked for", () => {
        const reason = "it is older than 1.31.1, and a downgrade was not asked for";

        assert.equal(judged(downgradeGate, "1.31.0", contextOf({ current: "1.31.1" })), reason);
        assert.equal(judged(downgradeGate, "1.31.1", contextOf({ current: "1.31.1" })), undefined);
        assert.equal(judged(downgradeGate, "1.31.1", contextOf({ current: "1.31.0" })), undefined);
        assert.equal(
            judged(downgradeGate, "1.31.0", contextOf({ current: "1.31.1", allowDowngrade: true })),
            undefined,
        );
        assert.equal(judged(downgradeGate, "1.31.0", contextOf()), undefined);
    });
});
