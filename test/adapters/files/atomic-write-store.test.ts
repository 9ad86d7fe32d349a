import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
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

import {
    writeCache,
    writeFileAtomic,
    writeText,
    writeTree,
} from "../../../adapters/files/atomic-write-store";

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

/** What stands in a file's place, how it is put there, and what is said. */
const inTheWay: readonly (readonly [string, (path: string) => void, string])[] = [
    ["a folder", (path) => mkdirSync(path), "cannot be written: it is no regular file"],
    ["a pipe", (path) => spawnSync("mkfifo", [path]), "cannot be written: it is no regular file"],
    [
        "a link to nothing",
        (path) => symlinkSync("nowhere", path),
        "cannot be written: it is a link to nothing",
    ],
];

describe("writeText", () => {
    for (const [what, put, rule] of inTheWay) {
        it(`leaves ${what} in its place, and does not wait for it`, () => {
            put(join(root, "b.yaml"));

            assert.throws(() => writeText(root, "b.yaml", "x\n"), {
                name: "WindlassError",
                message: `b.yaml: ${rule}. Move what stands there away.`,
            });
            assert.deepEqual(tree(root), ["b.yaml"]);
        });
    }

    it("names the file where a part of its path is a file", () => {
        writeFileSync(join(root, "a"), "");

        assert.throws(() => writeText(root, "a/b.yaml", "x\n"), {
            name: "WindlassError",
            message:
                "a/b.yaml: cannot be written: it, or a part of its path, is no folder (ENOTDIR). Move what stands in the way.",
        });
    });

    it("says that a file may not become so large, and leaves nothing beside it", () => {
        // The nearest to a full disk that a test can have without being root.
        const code = `
            require(${JSON.stringify(join(__dirname, "../../../adapters/files/atomic-write-store.ts"))})
                .writeText(${JSON.stringify(root)}, "big.yaml", "x".repeat(1e6));`;
        const { stderr } = spawnSync(
            "bash",
            ["-c", 'ulimit -f 4; exec "$0" "$@"', process.execPath, "--require", "tsx/cjs", "-e", code],
            { encoding: "utf8", timeout: 60_000, env: { ...process.env, TSX_DISABLE_CACHE: "1" } },
        );

        assert.match(
            stderr,
            /big\.yaml: cannot be written: it would be larger than files may be here \(EFBIG\)/,
        );
        assert.deepEqual(tree(root), []);
    });
});

describe("writeCache", () => {
    it("says whether it could, and never fails", () => {
        writeFileSync(join(root, "file"), "");

        assert.equal(writeCache(join(root, "cache/a.json"), "{}"), true);
        assert.equal(writeCache(join(root, "file/a.json"), "{}"), false);
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

    it("does not wait for a pipe that has a manifest's name", () => {
        const out = join(root, "out");
        mkdirSync(out);
        spawnSync("mkfifo", [join(out, "a.yaml")]);

        assert.equal(writeTree(out, new Map([["a.yaml", "1\n"]])), true);
        assert.ok(lstatSync(join(out, "a.yaml")).isFile());
    });

    it("says that a file stands where a folder has to be made", () => {
        writeFileSync(join(root, "dist"), "");

        assert.throws(() => writeTree(join(root, "dist/render/dev"), new Map([["a.yaml", "1\n"]])), {
            name: "WindlassError",
            message:
                /dist\/render\/dev: cannot be written: it, or a part of its path, is no folder \(ENOTDIR\)/,
        });
    });

    it("ends where no folder can be made at all", () => {
        assert.throws(() => writeTree("/proc/windlass/dev", new Map([["a.yaml", "1\n"]])), {
            name: "WindlassError",
            message: /^\/proc\/windlass\/dev: cannot be written: /,
        });
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
