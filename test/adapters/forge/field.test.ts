import assert from "node:assert/strict";
import { field } from "../../../adapters/forge/field";

describe("field", () => {
    it("gives members of their own only", () => {
        assert.deepEqual(
            [field({ a: 1 }, "a"), field({}, "constructor"), field(null, "a"), field("a", "length")],
            [1, undefined, undefined, undefined],
        );
    });
});
