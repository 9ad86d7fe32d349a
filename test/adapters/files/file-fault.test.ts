import assert from "node:assert/strict";
import { accessSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { WindlassError } from "../../../lifecycle/kit/errors";
import { fileFault, strayFileFault, withFileFaults } from "../../../adapters/files/file-fault";
import { temporaryFolder } from "../../support/temporary-folder";

function systemError(code: string, syscall: string, more: object = {}): Error {
    return Object.assign(new Error(`${code}: …, ${syscall}`), { code, syscall, ...more });
}

/** `[code, what is said]` */
const codes = [
    ["ENOSPC", "the disk is full (ENOSPC). Free some space, and run the command again."],
    ["EDQUOT", "the disk quota is used up (EDQUOT). Free some space, and run the command again."],
    ["EROFS", "its file system is read-only (EROFS). Run the command where it may be written."],
    ["EACCES", "permission is denied (EACCES). Check the owner and the permissions of it and of its folder."],
    ["EPERM", "permission is denied (EPERM). Check the owner and the permissions of it and of its folder."],
    ["EISDIR", "a folder stands in its place (EISDIR). Move the folder away."],
    ["EMFILE", "too many files are open (EMFILE). Raise the limit (ulimit -n)."],
] as const;

describe("fileFault", () => {
    for (const [code, words] of codes) {
        it(`says what ${code} means and what mends it`, () => {
            const fault = fileFault(systemError(code, "open"), {
                file: "stacks/dev.lock.yaml",
                doing: "written",
            });

            assert.equal(fault?.message, `stacks/dev.lock.yaml: cannot be written: ${words}`);
            assert.equal(fault?.exitStatus, 2);
        });
    }

    it("names a code it knows no words for", () => {
        const fault = fileFault(systemError("EWHAT", "read"), { file: "a", doing: "read" });

        assert.equal(fault?.message, "a: cannot be read (EWHAT). Check the file and the disk.");
    });

    for (const error of [
        systemError("ECONNREFUSED", "connect"),
        systemError("EPIPE", "write"),
        systemError("ENOENT", "spawn istioctl"),
        new TypeError("x is not a function"),
        new WindlassError({ rule: "is wrong" }),
        "text",
    ]) {
        it(`leaves ${String(error)} alone`, () => {
            assert.equal(fileFault(error, { doing: "read" }), undefined);
        });
    }
});

describe("withFileFaults", () => {
    it("throws what is no fault of a file as it is", () => {
        const bug = new TypeError("x is not a function");
        const act = (): never => {
            throw bug;
        };

        assert.throws(
            () => withFileFaults({ doing: "read" }, act),
            (error) => error === bug,
        );
    });
});

describe("strayFileFault", () => {
    const folder = temporaryFolder();

    for (const [what, act, message] of [
        [
            "reading",
            () => readdirSync(join(folder, "none")),
            /none: cannot be read: it, or a folder above it, does not exist/,
        ],
        ["looking", () => accessSync(join(folder, "none")), /none: cannot be read: /],
        ["removing", () => rmdirSync(join(folder, "none")), /none: cannot be written: /],
        [
            "a full disk",
            () => writeFileSync("/dev/full", "x"),
            /^A file cannot be written: the disk is full \(ENOSPC\)/,
        ],
    ] as const) {
        it(`tells by the system's call what was being done: ${what}`, () => {
            try {
                act();
                assert.fail("nothing was thrown");
            } catch (error) {
                assert.match(strayFileFault(error)?.message ?? "", message);
            }
        });
    }
});
