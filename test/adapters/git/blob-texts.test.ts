import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { readBlobs } from "../../../adapters/git/blob-texts";
import { git } from "../../diff/repository";
import { temporaryFolder } from "../../support/temporary-folder";

describe("readBlobs", () => {
    const root = temporaryFolder();
    const blob = (content: string | Buffer): string => {
        writeFileSync(join(root, "file"), content);
        return git(root, "hash-object", "-w", "file");
    };

    it("reads texts, and leaves out what is too large, no text or not there", async () => {
        git(root, "init", "--quiet");
        const ids = ["first", "x".repeat(11), Buffer.from([0xff, 0xfe]), "läst"].map(blob);
        const texts = await readBlobs({ root, ids: [...ids, "0".repeat(40)], maxSize: 10 });
        assert.deepEqual([...texts.values()], ["first", "läst"]);
        assert.equal(texts.get(ids[0] ?? ""), "first");
        assert.equal((await readBlobs({ root, ids: [], maxSize: 10 })).size, 0);
    });
});
