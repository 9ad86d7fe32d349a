import assert from "node:assert/strict";

import {
    boolean,
    enumeration,
    free,
    integer,
    list,
    object,
    record,
    string,
} from "../../../lifecycle/settings/shape";

describe("shapes", () => {
    it("are plain data that say what they are", () => {
        const text = string({ description: "A text." });
        const kinds = [
            text,
            enumeration({ description: "A word.", values: ["a"] }),
            integer({ description: "A number.", min: 0, max: 1 }),
            boolean({ description: "A switch." }),
            list({ description: "Some.", items: text }),
            record({ description: "Named ones.", keys: text, values: text }),
            object("A map.", { a: text }),
            free({ description: "Anything." }),
        ].map(({ kind }) => kind);

        assert.deepEqual(kinds, ["string", "enum", "integer", "boolean", "list", "record", "object", "free"]);
    });
});
