import assert from "node:assert/strict";
import { isEmpty, listed } from "../../../../lifecycle/schemas/objects/fields";

describe("listed", () => {
    it("gives maps of a list with their paths, and passes over what is none", () => {
        assert.deepEqual(listed({ a: [{ b: 1 }, 2, { c: 3 }] }, ["spec"], "a"), [
            [{ b: 1 }, ["spec", "a", 0]],
            [{ c: 3 }, ["spec", "a", 2]],
        ]);
        assert.deepEqual(listed({ a: "b" }, [], "a"), []);
        assert.deepEqual(listed(undefined, [], "a"), []);
    });
});

describe("isEmpty", () => {
    it("is a list without items, or none", () => {
        assert.deepEqual([undefined, null, [], [1], "a"].map(isEmpty), [true, true, true, false, false]);
    });
});
