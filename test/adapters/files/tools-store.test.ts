import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTools, writeTools } from "../../../adapters/files/tools-store";
import { temporaryFolder } from "../../support/temporary-folder";

describe("apps/tools.yaml", () => {
    const root = temporaryFolder({ "apps/a/a.yaml": "" });

    it("names no version while it is not there", () => {
        assert.deepEqual(readTools(root), {});
    });

    it("is read as it was written, and written once", () => {
        assert.equal(writeTools(root, { helm: "3.19.0" }), true);
        assert.equal(writeTools(root, readTools(root)), false);
        assert.deepEqual(readTools(root), { helm: "3.19.0", kustomize: undefined });
    });

    for (const [what, text, complaint] of [
        [
            "a range",
            "schema: windlass/tools/v1\nhelm: ^3\n",
            /apps\/tools\.yaml:2: helm: "\^3": must be an exact version/,
        ],
        ["a tool nobody knows", "schema: windlass/tools/v1\nmake: 4.0.0\n", /make: is not a known key/],
        ["a newer format", "schema: windlass/tools/v2\n", /is of a newer Windlass/],
    ] as const)
        it(`refuses ${what}`, () => {
            writeFileSync(join(root, "apps/tools.yaml"), text);

            assert.throws(() => readTools(root), complaint);
        });
});
