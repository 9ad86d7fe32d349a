import assert from "node:assert/strict";
import { lostFields } from "./lost-fields";

const cases: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
    ["nothing in equal values", { a: [1, { b: "x" }] }, { a: [1, { b: "x" }] }, []],
    ["nothing where the server only added", { a: {} }, { a: { b: 1 }, c: 2 }, []],
    ["a field that was pruned", { a: { b: 1 } }, { a: {} }, ["/a/b: sent 1, stored nothing"]],
    ["a value that was changed", { a: "0.5" }, { a: "500m" }, ['/a: sent "0.5", stored "500m"']],
    ["an empty map that is gone", { a: {} }, {}, ["/a: sent {}, stored nothing"]],
    ["a key with a slash", { "a/b~c": 1 }, {}, ["/a~1b~0c: sent 1, stored nothing"]],
    ["an item that was added to a list", { a: [1] }, { a: [1, 2] }, ["/a: sent 1 items, stored 2"]],
    ["an item that is missing", [1, 2], [1], ["/1: sent 2, stored nothing"]],
    ["a field that was not really sent", { a: undefined }, {}, []],
];

describe("lostFields", () => {
    for (const [sentence, sent, stored, expected] of cases) {
        it(`names ${sentence}`, () => assert.deepEqual(lostFields(sent, stored), expected));
    }
});
