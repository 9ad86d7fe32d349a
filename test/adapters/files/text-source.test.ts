import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { temporaryFolder } from "../../support/temporary-folder";
import { isThere, readText, readTextIfThere } from "../../../adapters/files/text-source";

describe("readText", () => {
    let root: string;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "windlass-text-"));
        mkdirSync(join(root, "folder"));
        writeFileSync(join(root, "good.yaml"), "a: ü\n");
        writeFileSync(join(root, "latin.yaml"), Buffer.from([0x61, 0xfc]));
        symlinkSync("nowhere", join(root, "link.yaml"));
        symlinkSync("circle.yaml", join(root, "circle.yaml"));
        spawnSync("mkfifo", [join(root, "pipe.yaml")]);
    });
    afterEach(() => rmSync(root, { recursive: true }));

    it("returns the text of a file", () => {
        assert.equal(readText(root, "good.yaml"), "a: ü\n");
    });

    const refused = [
        ["none.yaml", "none.yaml: does not exist. Write it."],
        ["good.yaml/below", "good.yaml/below: does not exist. Write it."],
        ["link.yaml", "link.yaml: is a link to nothing. Write it."],
        ["folder", "folder: must be a regular file. Move the folder away that stands in its place."],
        [
            "pipe.yaml",
            "pipe.yaml: must be a regular file. Move the pipe or device away that stands in its place.",
        ],
        ["circle.yaml", "circle.yaml: cannot be read: its links lead in a circle (ELOOP). Correct the link."],
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

describe("readTextIfThere", () => {
    const root = temporaryFolder();
    before(() => {
        writeFileSync(join(root, "there.yaml"), "a\n");
        symlinkSync("nowhere", join(root, "link.yaml"));
        mkdirSync(join(root, "folder"));
    });

    it("returns the text, and nothing where nothing stands", () => {
        assert.equal(readTextIfThere(root, "there.yaml"), "a\n");
        assert.equal(readTextIfThere(root, "none.yaml"), undefined);
    });

    it("does not take a link to nothing or a folder for nothing", () => {
        assert.throws(() => readTextIfThere(root, "link.yaml"), {
            message: /^link\.yaml: is a link to nothing/,
        });
        assert.throws(() => readTextIfThere(root, "folder"), { message: /^folder: must be a regular file/ });
        assert.deepEqual([isThere(root, "link.yaml"), isThere(root, "none.yaml")], [true, false]);
    });
});
