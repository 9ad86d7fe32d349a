import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { readUpgradeNotes } from "../../../adapters/files/upgrade-notes-source";
import { UPGRADE_NOTES_FILE } from "../../../lifecycle/upgrade-notes/notes-definition";
import { ROOT } from "../../support/mesh";
import { temporaryFolder } from "../../support/temporary-folder";

describe("readUpgradeNotes", () => {
    it("takes a project's own, and else the package's", () => {
        const root = temporaryFolder();
        assert.equal(readUpgradeNotes(root).length, 3);

        mkdirSync(join(root, "catalog"));
        const text = readFileSync(join(ROOT, UPGRADE_NOTES_FILE), "utf8");
        const own = { ...(JSON.parse(text) as object), moves: [] };
        writeFileSync(join(root, UPGRADE_NOTES_FILE), JSON.stringify(own));
        assert.deepEqual(readUpgradeNotes(root), []);
    });
});
