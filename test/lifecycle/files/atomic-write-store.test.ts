import assert from "node:assert/strict";
import {
    existsSync,
    lstatSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    readdirSync,
    rmSync,
    statSync,
    symlinkSync,
    utimesSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { writeFileAtomic, writeTree } from "../../../lifecycle/files/atomic-write-store";

const LONG_AGO = new Date("2020-01-01T00:00:00Z");

let root: string;
beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "windlass-write-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function tree(folder: string): string[] {
    return readdirSync(folder, { recursive: true }).map(String).sort();
}

describe("writeFileAtomic", () => {
    it("creates a file with its folders, and leaves nothing beside it", () => {
        assert.equal(writeFileAtomic(join(root, "a/b.yaml"), "x\n"), true);

        assert.equal(readFileSync(join(root, "a/b.yaml"), "utf8"), "x\n");
        assert.deepEqual(tree(root), ["a", "a/b.yaml"]);
    });

    it("does not touch a file that holds the text already", () => {
        const path = join(root, "b.yaml");
        writeFileAtomic(path, "x\n");
        utimesSync(path, LONG_AGO, LONG_AGO);
        const { ino } = statSync(path);

        assert.equal(writeFileAtomic(path, "x\n"), false);

        assert.deepEqual([statSync(path).ino, statSync(path).mtime], [ino, LONG_AGO]);
    });

    it("replaces the file instead of writing into it, so that an open reader keeps the old text whole", () => {
        const path = join(root, "b.yaml");
        writeFileAtomic(path, "old\n");
        const { ino } = statSync(path);

        assert.equal(writeFileAtomic(path, "new\n"), true);

        assert.notEqual(statSync(path).ino, ino);
        assert.equal(readFileSync(path, "utf8"), "new\n");
    });

    it("leaves a link a link and replaces what it points at", () => {
        writeFileSync(join(root, "real.yaml"), "old\n");
        symlinkSync("real.yaml", join(root, "link.yaml"));

        writeFileAtomic(join(root, "link.yaml"), "new\n");

        assert.ok(lstatSync(join(root, "link.yaml")).isSymbolicLink());
        assert.equal(readFileSync(join(root, "real.yaml"), "utf8"), "new\n");
    });

    it("removes its temporary file when it cannot finish", () => {
        mkdirSync(join(root, "b.yaml/full"), { recursive: true });

        assert.throws(() => writeFileAtomic(join(root, "b.yaml"), "x\n"));

        assert.deepEqual(tree(root), ["b.yaml", "b.yaml/full"]);
    });
});

describe("writeTree", () => {
    it("makes the folder hold exactly the files, and stale ones vanish with their folders", () => {
        const out = join(root, "out");
        writeTree(
            out,
            new Map([
                ["old/a.yaml", "1\n"],
                ["keep.yaml", "1\n"],
            ]),
        );

        assert.equal(
            writeTree(
                out,
                new Map([
                    ["keep.yaml", "2\n"],
                    ["new/b.yaml", "3\n"],
                ]),
            ),
            true,
        );

        assert.deepEqual(tree(root), ["out", "out/keep.yaml", "out/new", "out/new/b.yaml"]);
        assert.equal(readFileSync(join(out, "keep.yaml"), "utf8"), "2\n");
    });

    it("does not touch a folder that holds the same files", () => {
        const out = join(root, "out");
        const files = new Map([["a/b.yaml", "1\n"]]);
        writeTree(out, files);
        const { ino } = statSync(out);

        assert.deepEqual([writeTree(out, files), statSync(out).ino], [false, ino]);
    });

    it("refuses to replace a folder that holds somebody else's files", () => {
        writeFileSync(join(root, "thesis.md"), "years of work");

        assert.throws(() => writeTree(root, new Map([["a.yaml", "1\n"]])), {
            name: "WindlassError",
            message: `${root}/thesis.md: is not a file Windlass writes, and the folder is about to be replaced. Move it away or choose another folder.`,
        });
        assert.deepEqual(tree(root), ["thesis.md"]);
    });

    for (const path of ["../a.yaml", "/a.yaml", "a/../../b.yaml", "./a.yaml", "a\\b.yaml", "."]) {
        it(`refuses the path ${path}`, () => {
            assert.throws(() => writeTree(join(root, "out"), new Map([[path, "x"]])), {
                message: `${JSON.stringify(path)}: must be a path inside the folder that is written.`,
            });
            assert.equal(existsSync(join(root, "out")), false);
        });
    }

    it("keeps the old tree when a file of the new one cannot be written", () => {
        const out = join(root, "out");
        writeTree(out, new Map([["a.yaml", "1\n"]]));

        assert.throws(() =>
            writeTree(
                out,
                new Map([
                    ["a", "x"],
                    ["a/b.yaml", "y"],
                ]),
            ),
        );

        assert.deepEqual(tree(root), ["out", "out/a.yaml"]);
    });
});
