import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { writeNewFiles } from "../../../adapters/files/new-files-store";
import { temporaryFolder } from "../../support/temporary-folder";

describe("writeNewFiles", () => {
    const folder = temporaryFolder();

    it("writes them all", () => {
        const root = join(folder, "all");
        writeNewFiles(
            root,
            new Map([
                ["stacks/a", "1"],
                ["stacks/b", "2"],
            ]),
        );
        assert.equal(readFileSync(join(root, "stacks/b"), "utf8"), "2");
    });

    it("leaves none where one cannot be written", () => {
        const root = join(folder, "none");
        mkdirSync(join(root, "b"), { recursive: true });
        assert.throws(() =>
            writeNewFiles(
                root,
                new Map([
                    ["a", "1"],
                    ["b", "2"],
                ]),
            ),
        );
        assert.equal(existsSync(join(root, "a")), false);
        assert.equal(existsSync(join(root, "b")), true);
    });
});
