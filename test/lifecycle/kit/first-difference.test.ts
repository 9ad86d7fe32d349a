import assert from "node:assert/strict";
import { firstDifference } from "../../../lifecycle/kit/first-difference";

/** `[one, the other, keys to where they differ]` */
const cases: readonly (readonly [unknown, unknown, readonly string[]])[] = [
    [{ a: 1 }, { a: 1 }, []],
    [1, 2, []],
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, ["a", "b", "1"]],
    [{ a: 1 }, { a: 1, b: 2 }, ["b"]],
    [{ a: null }, { a: {} }, ["a"]],
];

describe("firstDifference", () => {
    for (const [one, other, keys] of cases)
        it(`of ${JSON.stringify(one)} and ${JSON.stringify(other)} is at ${keys.join(".") || "the top, if anywhere"}`, () => {
            assert.deepEqual(firstDifference(one, other), keys);
        });
});
