import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { windowsSchemaText } from "../../../lifecycle/windows/windows-schema";

describe("windowsSchemaText", () => {
    it("is the file beside the stacks, which editors read: npm run schema", () => {
        const file = join(__dirname, "../../../stacks/windows.schema.json");

        assert.equal(readFileSync(file, "utf8"), windowsSchemaText());
    });

    it("knows the keys of a windows file and no other", () => {
        const { properties, additionalProperties } = JSON.parse(windowsSchemaText()) as Record<
            string,
            unknown
        >;

        assert.deepEqual(Object.keys(properties as object), ["schema", "timeZone", "windows", "freezes"]);
        assert.equal(additionalProperties, false);
    });
});
