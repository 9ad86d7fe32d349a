import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { readHandover } from "../../cli/forge-files";
import { temporaryFolder } from "../support/temporary-folder";

describe("readHandover", () => {
    const folder = temporaryFolder({ "a.md": "text" });

    it("reads a file", () => assert.equal(readHandover(join(folder, "a.md"), "--body-file"), "text"));

    it("follows no link, which the other job could have laid to a secret", () => {
        symlinkSync("a.md", join(folder, "link"));

        assert.throws(() => readHandover(join(folder, "link"), "--body-file"), /is no regular file/);
    });

    for (const path of [undefined, "", ".", "/nowhere/x", "/dev/zero"]) {
        it(`refuses ${path ?? "nothing"}`, () => {
            assert.throws(() => readHandover(path, "--body-file"), {
                name: "WindlassError",
                message: /^--body-file: /,
            });
        });
    }
});
