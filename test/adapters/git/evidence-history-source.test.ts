import assert from "node:assert/strict";

import { readEvidenceHistory } from "../../../adapters/git/evidence-history-source";
import { EVIDENCE_BRANCH, REMOTE_EVIDENCE } from "../../../adapters/git/evidence-source";
import { recordEvidence } from "../../../adapters/git/evidence-store";
import { git } from "../../diff/repository";
import { temporaryFolder } from "../../support/temporary-folder";
import { freshRepository, look, putEvidence } from "./evidence-repository";

const DAY = 86_400_000;
const START = Date.parse("2026-11-20T12:00:00Z");

describe("readEvidenceHistory", () => {
    const folder = temporaryFolder();
    const date = process.env["GIT_COMMITTER_DATE"];

    afterEach(() => {
        if (date === undefined) delete process.env["GIT_COMMITTER_DATE"];
        else process.env["GIT_COMMITTER_DATE"] = date;
    });

    /** Records a look a day, of two stacks by turns; their seconds count the looks. */
    async function recorded(count: number): Promise<string> {
        const root = freshRepository(folder);
        for (let index = 0; index < count; index++) {
            process.env["GIT_COMMITTER_DATE"] = `${(START + index * DAY) / 1000} +0000`;
            await recordEvidence({ root, looks: look(index % 2 === 0 ? "dev" : "staging", index) });
        }
        return root;
    }

    async function historyOf(
        root: string,
        from: number,
        until: number,
        most?: number,
    ): Promise<readonly string[]> {
        const history = await readEvidenceHistory({ root, from, until, most });
        return history.map((each) => each.map(({ stack, seen }) => `${stack} ${seen.slice(17, 19)}`).join());
    }

    it("has what was known each time between two moments, oldest first", async () => {
        const root = await recorded(5);
        const all = [
            "dev 00",
            "dev 00,staging 01",
            "dev 02,staging 01",
            "dev 02,staging 03",
            "dev 04,staging 03",
        ];
        assert.deepEqual(await historyOf(root, START, START + 4 * DAY), all);
        assert.deepEqual(await historyOf(root, START + DAY, START + 3 * DAY), all.slice(1, 4));
    });

    it("has the last of equal parts of the time, however often somebody looked", async () => {
        const found = await historyOf(await recorded(6), START, START + 6 * DAY - 1, 3);
        assert.deepEqual(found, ["dev 00,staging 01", "dev 02,staging 03", "dev 04,staging 05"]);
    });

    it("has nothing where there is no branch, and outside of a repository", async () => {
        assert.deepEqual(await historyOf(freshRepository(folder), 0, START), []);
        assert.deepEqual(await historyOf(folder, 0, START), []);
    });

    it("reads the remote's branch where there is one, and leaves out what is torn", async () => {
        const root = await recorded(2);
        git(root, "update-ref", REMOTE_EVIDENCE, `${EVIDENCE_BRANCH}~1`);
        assert.deepEqual(await historyOf(root, START, START + 4 * DAY), ["dev 00"]);
        putEvidence(root, "dev.yaml", "torn");
        git(root, "update-ref", REMOTE_EVIDENCE, EVIDENCE_BRANCH);
        assert.deepEqual(await historyOf(root, 0, Date.now() + DAY), []);
    });
});
