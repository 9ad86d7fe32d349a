import assert from "node:assert/strict";

import * as fc from "fast-check";

import { compareText } from "../../../lifecycle/kit/compare-text";

describe("compareText", () => {
    it("sorts as sort does without it", () => {
        fc.assert(
            fc.property(fc.array(fc.string({ unit: "binary" })), (texts) => {
                assert.deepEqual([...texts].sort(compareText), [...texts].sort());
            }),
        );
    });

    it("takes a text for the same as itself", () => {
        assert.equal(compareText("a", "a"), 0);
    });
});
