import assert from "node:assert/strict";

import { readEvidenceHistory } from "../../../adapters/git/evidence-history-source";
import { EVIDENCE_BRANCH, REMOTE_EVIDENCE } from "../../../adapters/git/evidence-source";
import { recordEvidence } from "../../../adapters/git/evidence-store";
import { git } from "../../diff/repository";
import { temporaryFolder } from "../../support/temporary-folder";
import { freshRepository, look, putEvidence } from "./evidence-repository";

const MINUTE = 60_000;

describe("readEvidenceHistory", () => {
    const folder = temporaryFolder();
    const span = () => ({ from: Date.now() - 60 * MINUTE, until: Date.now() + MINUTE });

    /** Records looks, and dates their commits a minute apart, the last one now. */
    async function recorded(count: number): Promise<string> {
        const root = freshRepository(folder);
        let parent: string | undefined;
        for (let index = 0; index < count; index++) {
            await recordEvidence({ root, looks: look(index % 2 === 0 ? "dev" : "staging", index) });
            const time = `${Math.floor(Date.now() / 1000) - 60 * (count - 1 - index)} +0000`;
            process.env["GIT_COMMITTER_DATE"] = time;
            const tree = git(root, "rev-parse", `${EVIDENCE_BRANCH}^{tree}`);
            const date = ["-c", `user.name=t`, "-c", "user.email=t@example.com"];
            parent = git(root, ...date, "commit-tree", "-m", "look", ...(parent ? ["-p", parent] : []), tree);
            delete process.env["GIT_COMMITTER_DATE"];
            git(root, "update-ref", `refs/heads/${EVIDENCE_BRANCH}`, parent);
        }
        return root;
    }

    it("has what was known each time, oldest first", async () => {
        const history = await readEvidenceHistory({ root: await recorded(3), ...span(), most: 1000 });
        const seen = history.map((each) => each.map(({ stack, seen: at }) => `${stack} ${at.slice(17, 19)}`));
        assert.deepEqual(seen.at(-1), ["dev 02", "staging 01"]);
    });

    it("has nothing where there is no branch, and outside of a repository", async () => {
        assert.deepEqual(await readEvidenceHistory({ root: freshRepository(folder), ...span() }), []);
        assert.deepEqual(await readEvidenceHistory({ root: folder, ...span() }), []);
    });

    it("leaves out what was before, and what is torn", async () => {
        const root = await recorded(1);
        const past = { from: Date.now() + 10 * MINUTE, until: Date.now() + 20 * MINUTE };
        assert.deepEqual(await readEvidenceHistory({ root, ...past }), []);
        putEvidence(root, "dev.yaml", "torn");
        assert.deepEqual(await readEvidenceHistory({ root, ...span() }), []);
        git(root, "update-ref", REMOTE_EVIDENCE, EVIDENCE_BRANCH);
        assert.deepEqual(await readEvidenceHistory({ root, ...span() }), []);
    });
});
