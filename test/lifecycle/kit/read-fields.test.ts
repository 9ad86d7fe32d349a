import assert from "node:assert/strict";

import * as v from "valibot";

import { flag, integer, list, map, record, text } from "../../../lifecycle/kit/fields";
import { readDocument, readField, unknownKey } from "../../../lifecycle/kit/read-fields";
import { parseYamlDocument } from "../../../lifecycle/kit/strict-yaml";

const thing = map(
    "A thing.",
    {
        name: text({ description: "Its name. And more." }),
        size: v.optional(integer("Its size.", 1, 9), 3),
        on: v.optional(flag("Whether it is on."), false),
        tags: v.optional(list("Tags.", text({ description: "Tag." })), []),
        by: v.optional(record("Sizes by name.", text({ pattern: "^[a-z]+$" }), integer("Size.", 0, 9)), {}),
    },
    ({ on, size }) => (on && size === 1 ? { at: ["size"], rule: "is too small to be on" } : undefined),
);

describe("readField", () => {
    it("fills in defaults", () => {
        assert.deepEqual(readField(thing, { name: "a" }), {
            value: { name: "a", size: 3, on: false, tags: [], by: {} },
            problems: [],
        });
    });

    it("reports every problem with its path and value", () => {
        const { problems } = readField(thing, {
            size: 10,
            on: 1,
            tags: ["x", "x", ""],
            by: { A: 0, b: -1 },
            sise: 1,
            nume: "a",
        });

        assert.deepEqual(
            problems.map(({ path, value, rule }) => [path.join("."), value, rule]),
            [
                ["sise", undefined, "is not a known key"],
                ["nume", undefined, "is not a known key"],
                ["name", undefined, "is required"],
                ["size", 10, "must be a whole number from 1 to 9"],
                ["on", 1, "must be true or false"],
                ["tags.2", "", "must not be empty"],
                ["tags.1", "x", "must not appear twice in the list"],
                ["by.A", "A", "must match ^[a-z]+$"],
                ["by.b", -1, "must be a whole number from 0 to 9"],
            ],
        );
    });

    it("asks a rule on the whole only once its parts are right", () => {
        const faults = (value: object): unknown =>
            readField(thing, value).problems.map(({ path, rule }) => [...path, rule]);

        assert.deepEqual(faults({ name: "a", on: true, size: 1 }), [["size", "is too small to be on"]]);
        assert.deepEqual(faults({ name: "", on: true, size: 1 }), [["name", "must not be empty"]]);
    });

    it("takes no inherited property for a key", () => {
        assert.deepEqual(
            readField(thing, { name: "a", toString: 1, constructor: 2 }).problems.map(({ path }) => path),
            [["toString"], ["constructor"]],
        );
        assert.deepEqual(
            readField(thing, { name: "a", by: { constructor: 1 } }).problems.map(({ path }) => path),
            [["by"]],
        );
    });

    it("takes no list for a map", () => {
        assert.deepEqual(
            [[], { name: "a", by: [] }].map((value) => readField(thing, value).problems),
            [
                [{ path: [], value: [], rule: "must be a map of keys and values", remedy: undefined }],
                [{ path: ["by"], value: [], rule: "must be a map of keys and values", remedy: undefined }],
            ],
        );
    });
});

describe("unknownKey", () => {
    it("suggests the nearest key, or lists them all", () => {
        assert.equal(unknownKey("colour", ["range", "hub"]).remedy, "Known keys are range, hub");
        assert.equal(unknownKey("rang", ["range", "hub"]).remedy, "Did you mean range");
    });
});

describe("readDocument", () => {
    it("names file, line, key, value and rule, and what mends it where the rule does not say", () => {
        const document = parseYamlDocument("name: a\nsize: 10\nsise: 1\n", { file: "f.yaml" });

        assert.throws(() => readDocument(thing, { file: "f.yaml", document, remedy: "Write it anew" }), {
            message: [
                "f.yaml:3: sise: is not a known key. Did you mean size.",
                "f.yaml:2: size: 10: must be a whole number from 1 to 9. Write it anew.",
            ].join("\n"),
        });
    });
});
