import assert from "node:assert/strict";
import { nameOf, typeFault } from "../../../lifecycle/schemas/plain-types";
import type { PlainType } from "../../../lifecycle/schemas/schema";

/** `[type, what fits, what does not]` */
const cases: readonly (readonly [PlainType, readonly unknown[], readonly unknown[]])[] = [
    ["any", [1, "a", {}, [], false], []],
    ["map", [{}, { a: 1 }], ["a", 1, []]],
    ["string", ["", "a", "1"], [1, true, {}, []]],
    ["boolean", [true, false], ["true", 1]],
    ["number", [1, 1.5, -1], ["1", true]],
    ["integer", [1, -1, 3e9], [1.5, "1", true]],
    ["int32", [1, 2147483647], [3e9, 1.5, "1"]],
    ["int-or-string", [80, "http", "25%"], [1.5, true, {}]],
    ["quantity", ["250m", "1Gi", 2, 1.5, "1e3", ".5", "0"], ["much", "1 Gi", "1GiB", "", true]],
    ["time", ["2026-12-31T23:59:59Z", "2026-12-31T23:59:59.5+02:00"], ["2026-12-31", "soon", 5]],
    ["bytes", ["", "YQ==", "YWJj", "YW\nJj"], ["not base64!", "YQ=", 5]],
];

describe("typeFault", () => {
    for (const [type, fit, unfit] of cases) {
        it(`knows what is of the type ${type}`, () => {
            for (const value of fit) assert.equal(typeFault(type, value), undefined, JSON.stringify(value));
            for (const value of unfit) assert.ok(typeFault(type, value), JSON.stringify(value));
        });
    }

    it("says what is meant by quotes that are missing, or too many", () => {
        assert.deepEqual(typeFault("string", true), {
            rule: "must be a text, and is true",
            remedy: "Put it in quotes",
        });
        assert.deepEqual(typeFault("integer", "3"), {
            rule: "must be a whole number, and is a text",
            remedy: "Remove the quotes",
        });
    });
});

describe("nameOf", () => {
    it("names a value as a person would", () => {
        const names = [null, [], {}, "a", 1, false].map(nameOf);
        assert.deepEqual(names, ["nothing", "a list", "a map", "a text", "a number", "false"]);
    });
});
