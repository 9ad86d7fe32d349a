import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { holdsSchemaText } from "../../../lifecycle/holds/holds-schema";

describe("the schema of holds", () => {
    it("is the one editors read: npm run schema", () => {
        const file = join(__dirname, "../../../stacks/holds.schema.json");

        assert.equal(readFileSync(file, "utf8"), holdsSchemaText());
    });

    it("knows no other keys", () => {
        const { properties, additionalProperties } = JSON.parse(holdsSchemaText()) as Record<string, unknown>;

        assert.deepEqual(Object.keys(properties as object), ["schema", "holds", "lifts"]);
        assert.equal(additionalProperties, false);
    });
});
