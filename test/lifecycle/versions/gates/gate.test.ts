import assert from "node:assert/strict";

import { toCandidate } from "../../../../lifecycle/versions/catalog-index";
import { isCurrent } from "../../../../lifecycle/versions/gates/gate";
import { contextOf } from "../example-catalog";

describe("isCurrent", () => {
    it("is true of the pin alone", () => {
        const context = contextOf({ current: "1.31.1" });

        assert.equal(isCurrent(toCandidate({ version: "1.31.1" }), context), true);
        assert.equal(isCurrent(toCandidate({ version: "1.31.0" }), context), false);
        assert.equal(isCurrent(toCandidate({ version: "1.31.1" }), contextOf()), false);
    });
});
