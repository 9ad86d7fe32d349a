import assert from "node:assert/strict";

import * as v from "valibot";

import { integer, map, oneOf, orAbsent, text } from "../../../lifecycle/kit/fields";
import { fieldSchema } from "../../../lifecycle/kit/json-schema";

const word = orAbsent(text({ description: "A text.", maybeEmpty: true, pattern: "^a/b$" }));
const size = integer("A size.", 1, 9);

describe("fieldSchema", () => {
    it("lets an optional text be empty, and says first what a person reads", () => {
        assert.equal(
            JSON.stringify(fieldSchema(word)),
            JSON.stringify({
                description: "A text.",
                default: "",
                type: "string",
                maxLength: 253,
                pattern: "^$|^a/b$",
            }),
        );
    });

    it("requires what has no default, at any depth, and knows no other keys", () => {
        const inner = map("Inner.", { size });

        assert.deepEqual(fieldSchema(map("Outer.", { word, inner })), {
            description: "Outer.",
            type: "object",
            properties: {
                word: fieldSchema(word),
                inner: {
                    description: "Inner.",
                    type: "object",
                    properties: { size: { description: "A size.", type: "integer", minimum: 1, maximum: 9 } },
                    required: ["size"],
                    additionalProperties: false,
                },
            },
            required: ["inner"],
            additionalProperties: false,
        });
        assert.equal(fieldSchema(map("Outer.", { word })).required, undefined);
    });

    it("lists words, and gives the one that is taken", () => {
        assert.deepEqual(fieldSchema(v.optional(oneOf("A word.", ["a", "b"]), "b")), {
            description: "A word.",
            default: "b",
            enum: ["a", "b"],
        });
    });
});
