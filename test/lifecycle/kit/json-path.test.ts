import assert from "node:assert/strict";
import { getIn, isRecord, setIn } from "../../../lifecycle/kit/json-path";

describe("getIn", () => {
    it("finds what stands at a path and nothing where the path ends early", () => {
        assert.equal(getIn({ a: { b: 1 } }, ["a", "b"]), 1);
        assert.equal(getIn({ a: [1] }, ["a", "0"]), undefined);
        assert.equal(getIn(null, ["a"]), undefined);
    });
});

describe("setIn", () => {
    it("copies only the maps on its way", () => {
        const before = { a: { b: 1 }, c: { d: 2 } };

        const after = setIn(before, ["a", "b"], 3);

        assert.deepEqual(after, { a: { b: 3 }, c: { d: 2 } });
        assert.deepEqual(before, { a: { b: 1 }, c: { d: 2 } });
        assert.equal(after["c"], before.c);
    });

    it("makes the maps that are missing", () => {
        assert.deepEqual(setIn({}, ["a", "b"], 1), { a: { b: 1 } });
    });
});

describe("isRecord", () => {
    it("tells maps from lists, null and scalars", () => {
        assert.deepEqual([{}, [], null, "a", 1, undefined].map(isRecord), [
            true,
            false,
            false,
            false,
            false,
            false,
        ]);
    });
});
