import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readText } from "../../../lifecycle/files/text-source";

describe("readText", () => {
    let root: string;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "windlass-text-"));
        mkdirSync(join(root, "folder"));
        writeFileSync(join(root, "good.yaml"), "a: ü\n");
        writeFileSync(join(root, "latin.yaml"), Buffer.from([0x61, 0xfc]));
        symlinkSync("nowhere", join(root, "link.yaml"));
    });
    afterEach(() => rmSync(root, { recursive: true }));

    it("returns the text of a file", () => {
        assert.equal(readText(root, "good.yaml"), "a: ü\n");
    });

    const refused = [
        ["none.yaml", "none.yaml: does not exist. Write it."],
        ["good.yaml/below", "good.yaml/below: does not exist. Write it."],
        ["link.yaml", "link.yaml: is a link to nothing. Write it."],
        ["folder", "folder: must be a regular file."],
        ["latin.yaml", "latin.yaml: must be UTF-8 text. Save it as UTF-8."],
    ] as const;
    for (const [file, message] of refused) {
        it(`refuses ${file}: ${message}`, () => {
            assert.throws(() => readText(root, file, { missing: "Write it" }), {
                name: "WindlassError",
                message,
            });
        });
    }

    it("refuses a file larger than the limit", () => {
        assert.throws(() => readText(root, "good.yaml", { maxSize: 5 }), {
            message: "good.yaml: must not be larger than 5 bytes. Split it.",
        });
    });
});
