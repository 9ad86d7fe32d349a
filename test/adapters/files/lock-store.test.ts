import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { readLock, writeLock } from "../../../adapters/files/lock-store";
import { exampleLock } from "../../lifecycle/settings/example-lock";
import { MESH } from "../../support/mesh";

describe("readLock and writeLock", () => {
    let root: string;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "windlass-lock-"));
    });
    afterEach(() => rmSync(root, { recursive: true }));

    it("keep a lock, and write an unchanged one once", () => {
        assert.deepEqual(
            [writeLock(root, "dev", exampleLock), writeLock(root, "dev", exampleLock)],
            [true, false],
        );
        assert.deepEqual(readLock(root, "dev").lock, exampleLock);
    });

    it("say which command makes a missing lock", () => {
        assert.throws(() => readLock(root, "dev"), {
            name: "WindlassError",
            message: "stacks/dev.lock.yaml: does not exist. Run npm run -s windlass -- update --stack dev.",
        });
    });

    it("refuse a stack's name that leads elsewhere", () => {
        const message =
            '"../dev": is not the name of a stack. Use at most 63 lower-case letters, digits and dashes, starting and ending with a letter or digit.';

        assert.throws(() => readLock(root, "../dev"), { message });
        assert.throws(() => writeLock(root, "../dev", exampleLock), { message });
    });
});

describe("the locks of the repository", () => {
    for (const stack of ["dev", "staging", "production"]) {
        it(`${stack}'s is byte for byte what would be written for it`, () => {
            const root = mkdtempSync(join(tmpdir(), "windlass-lock-"));
            const project = MESH;
            writeLock(root, stack, readLock(project, stack).lock);
            const [written, committed] = [root, project].map((folder) =>
                readFileSync(join(folder, `stacks/${stack}.lock.yaml`), "utf8"),
            );
            rmSync(root, { recursive: true });

            assert.equal(committed, written);
        });
    }
});
