import assert from "node:assert/strict";

import { isSharedOrder, mergeOrders, ownOrder, placesOf } from "../../../lifecycle/sidecars/list-order";

describe("mergeOrders", () => {
    const cases: [string, [readonly string[], number][], string[]][] = [
        [
            "orders that lack items of each other",
            [
                [["a", "b", "d"], 5],
                [["a", "c", "d"], 3],
            ],
            ["a", "c", "b", "d"],
        ],
        [
            "an order that contradicts the others",
            [
                [["a", "b"], 5],
                [["b", "a"], 1],
            ],
            ["a", "b"],
        ],
        ["one order", [[["x", "(pristine)"], 1]], ["x", "(pristine)"]],
    ];
    for (const [what, counts, merged] of cases)
        it(`merges ${what}`, () => assert.deepEqual(mergeOrders(new Map(counts)), merged));
});

describe("ownOrder", () => {
    it("is what an overlay has of a shared order", () => {
        const places = placesOf(["spec/containers/a/image", "spec/containers/x~1y/image"]);
        assert.deepEqual(ownOrder(["a", "b", "x/y", "(pristine)"], "spec/containers", places), [
            "a",
            "x/y",
            "(pristine)",
        ]);
    });
});

describe("isSharedOrder", () => {
    it("holds for lists of names at keyed lists", () => {
        assert.deepEqual(
            [
                isSharedOrder("spec/volumes", ["a"]),
                isSharedOrder("spec/volumes", [{}]),
                isSharedOrder("spec/a", ["a"]),
            ],
            [true, false, false],
        );
    });
});
