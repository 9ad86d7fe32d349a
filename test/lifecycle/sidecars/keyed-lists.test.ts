import assert from "node:assert/strict";

import {
    isContainerList,
    isKeyedList,
    itemToValue,
    itemsByName,
    valueToItem,
} from "../../../lifecycle/sidecars/keyed-lists";

describe("isKeyedList", () => {
    const keyed: [readonly string[], boolean][] = [
        [["spec", "containers"], true],
        [["spec", "volumes"], true],
        [["spec", "imagePullSecrets"], true],
        [["spec", "containers", "a", "env"], true],
        [["spec", "containers", "a", "args"], false],
        [["spec", "tolerations"], false],
        [["metadata", "containers"], false],
    ];
    for (const [path, expected] of keyed)
        it(`is ${expected} for ${path.join("/")}`, () => assert.equal(isKeyedList(path), expected));

    it("tells lists of containers from others", () => {
        assert.deepEqual([["spec", "initContainers"], ["spec", "volumes"], ["spec"]].map(isContainerList), [
            true,
            false,
            false,
        ]);
    });
});

describe("itemsByName", () => {
    it("keeps the order", () =>
        assert.deepEqual([...(itemsByName([{ name: "b" }, { name: "a" }])?.keys() ?? [])], ["b", "a"]));
    const unfit: [string, unknown][] = [
        ["two of one name", [{ name: "a" }, { name: "a" }]],
        ["an item without a name", [{}]],
        ["a text", ["a"]],
        ["no list", "a"],
    ];
    for (const [what, list] of unfit)
        it(`gives up on ${what}`, () => assert.equal(itemsByName(list), undefined));
});

describe("itemToValue", () => {
    const env = ["spec", "containers", "a", "env"];
    const items: [readonly string[], { name: string; [key: string]: unknown }, unknown][] = [
        [env, { name: "A", value: "1" }, "1"],
        [env, { name: "A", valueFrom: { x: 1 } }, { valueFrom: { x: 1 } }],
        [env, { name: "A" }, {}],
        [["spec", "volumes"], { name: "v", value: "1" }, { value: "1" }],
    ];
    for (const [path, item, value] of items) {
        it(`is undone by valueToItem for ${JSON.stringify(item)}`, () => {
            assert.deepEqual(itemToValue(path, item), value);
            assert.deepEqual(valueToItem(path, item.name, value), item);
        });
    }
});
