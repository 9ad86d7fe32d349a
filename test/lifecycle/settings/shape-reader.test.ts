import assert from "node:assert/strict";

import { boolean, integer, list, object, record, string } from "../../../lifecycle/settings/shape";
import { readShape, unknownKey } from "../../../lifecycle/settings/shape-reader";

const shape = object<{
    name: string;
    size: number;
    on: boolean;
    tags: readonly string[];
    by: Readonly<Record<string, number>>;
}>(
    "A thing.",
    {
        name: string({ description: "Its name. And more." }),
        size: integer({ description: "Its size.", min: 1, max: 9, default: 3 }),
        on: boolean({ description: "Whether it is on.", default: false }),
        tags: list({ description: "Tags.", items: string({ description: "Tag." }), default: [] }),
        by: record({
            description: "Sizes by name.",
            keys: string({ description: "Name.", pattern: "^[a-z]+$" }),
            values: integer({ description: "Size.", min: 0, max: 9 }),
            default: {},
        }),
    },
    ({ on, size }) => (on && size === 1 ? { at: ["size"], rule: "is too small to be on" } : undefined),
);

describe("readShape", () => {
    it("fills in defaults", () => {
        assert.deepEqual(readShape(shape, { name: "a" }), {
            value: { name: "a", size: 3, on: false, tags: [], by: {} },
            problems: [],
        });
    });

    it("reports every problem with its path and value", () => {
        const { problems } = readShape(shape, {
            size: 10,
            on: 1,
            tags: ["x", "x", ""],
            by: { A: 0, b: -1 },
            sise: 1,
        });

        assert.deepEqual(
            problems.map(({ path, value, rule }) => [path.join("."), value, rule]),
            [
                ["sise", undefined, "is not a known key"],
                ["name", undefined, "is required"],
                ["size", 10, "must be a whole number from 1 to 9"],
                ["on", 1, "must be true or false"],
                ["tags.1", "x", "must not appear twice in the list"],
                ["tags.2", "", "must not be empty"],
                ["by.A", "A", "must match ^[a-z]+$"],
                ["by.b", -1, "must be a whole number from 0 to 9"],
            ],
        );
    });

    it("asks a rule on the whole only once its parts are right", () => {
        const faults = (value: object): unknown =>
            readShape(shape, value).problems.map(({ path, rule }) => [...path, rule]);

        assert.deepEqual(faults({ name: "a", on: true, size: 1 }), [["size", "is too small to be on"]]);
        assert.deepEqual(faults({ name: "", on: true, size: 1 }), [["name", "must not be empty"]]);
    });

    it("takes no inherited property for a key", () => {
        assert.deepEqual(
            readShape(shape, { name: "a", toString: 1 }).problems.map(({ path }) => path),
            [["toString"]],
        );
    });
});

describe("unknownKey", () => {
    it("suggests the nearest key, or lists them all", () => {
        assert.equal(unknownKey("colour", ["range", "hub"]).remedy, "Known keys are range, hub");
        assert.equal(unknownKey("rang", ["range", "hub"]).remedy, "Did you mean range");
    });
});
