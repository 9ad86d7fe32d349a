import assert from "node:assert/strict";

import { integer, object, string } from "../../../lifecycle/settings/shape";
import { isRequired, objectSchema, shapeSchema } from "../../../lifecycle/settings/shape-schema";

const text = string({ description: "A text.", default: "", pattern: "^(?<x>a)$" });
const size = integer({ description: "A size.", min: 1, max: 9 });

describe("shapeSchema", () => {
    it("lets an optional text be empty, and names no groups, which editors may not know", () => {
        assert.deepEqual(shapeSchema(text), {
            description: "A text.",
            default: "",
            type: "string",
            maxLength: 253,
            pattern: "^$|^(?:a)$",
        });
    });
});

describe("objectSchema and isRequired", () => {
    it("require what has no default, at any depth", () => {
        const inner = object<{ size: number }>("Inner.", { size });

        assert.deepEqual(
            [isRequired(text), isRequired(size), isRequired(inner), isRequired(undefined)],
            [false, true, true, false],
        );
        assert.deepEqual(objectSchema({ text, inner }).required, ["inner"]);
        assert.equal(objectSchema({ text }).required, undefined);
    });
});
