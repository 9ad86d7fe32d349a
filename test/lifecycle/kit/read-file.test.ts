import assert from "node:assert/strict";

import { map, oneOf } from "../../../lifecycle/kit/fields";
import { readFile } from "../../../lifecycle/kit/read-file";

const format = { kind: "things", version: 1 };
const fields = map("Things", {
    schema: oneOf("Schema", ["windlass/things/v1"]),
    colour: oneOf("Colour", ["red", "blue"]),
});
const read = (text: string) => readFile(fields, { format, file: "things.yaml", text, remedy: "Restore it" });

describe("readFile", () => {
    it("says what a file says, and where", () => {
        const { value, lineOf } = read("schema: windlass/things/v1\n# why\ncolour: red\n");

        assert.deepEqual([value.colour, lineOf(["colour"])], ["red", 3]);
    });

    it("knows a newer version before it judges what it does not know", () => {
        assert.throws(() => read("colours: red\nschema: windlass/things/v2\n"), {
            message: /^things\.yaml:2: schema: "windlass\/things\/v2": is of a newer Windlass: [^\n]+$/,
        });
    });

    it("names every problem, with its line and the remedy", () => {
        assert.throws(() => read("schema: windlass/things/v1\nshape: round\ncolour: green\n"), {
            message:
                /^things\.yaml:2: shape: .*\nthings\.yaml:3: colour: .*must be one of red, blue\. Restore it\.$/,
        });
    });
});
