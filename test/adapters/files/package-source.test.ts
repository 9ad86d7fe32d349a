import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { packageFacts } from "../../../adapters/files/package-source";

const ROOT = join(__dirname, "..", "..", "..");

describe("packageFacts", () => {
    it("finds the checkout, with the version of its package.json", () => {
        const { folder, version } = packageFacts();

        const { version: expected } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
            version: string;
        };
        assert.equal(folder, ROOT);
        assert.equal(version, expected);
    });
});
