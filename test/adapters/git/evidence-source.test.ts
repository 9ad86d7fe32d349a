import assert from "node:assert/strict";

import { EVIDENCE_BRANCH, REMOTE_EVIDENCE, readEvidence } from "../../../adapters/git/evidence-source";
import { recordEvidence } from "../../../adapters/git/evidence-store";
import { MAX_EVIDENCE_SIZE } from "../../../lifecycle/evidence/parse-evidence";
import { git } from "../../diff/repository";
import { evidence } from "../../lifecycle/evidence/example-evidence";
import { temporaryFolder } from "../../support/temporary-folder";
import { freshRepository, look, putEvidence } from "./evidence-repository";

describe("readEvidence", () => {
    const folder = temporaryFolder();

    it("has nothing, and says why, outside of a repository; in one without the branch there is nothing to say", async () => {
        const outside = await readEvidence(folder);
        assert.equal(outside.byStack.size, 0);
        assert.match(outside.faults.join(), /^windlass-evidence: The project is in no Git repository/);
        const none = await readEvidence(freshRepository(folder));
        assert.deepEqual([none.byStack.size, none.faults], [0, []]);
    });

    it("reads a clone's branch, or the remote's as it was last fetched, whichever has the other's", async () => {
        const root = freshRepository(folder);
        await recordEvidence({ root, looks: look("dev", 0) });
        git(root, "update-ref", REMOTE_EVIDENCE, EVIDENCE_BRANCH);
        await recordEvidence({ root, looks: look("dev", 60) });
        const at = async () => (await readEvidence(root)).byStack.get("dev")?.seen;
        assert.equal(await at(), "2026-11-24T12:01:00Z");

        git(root, "update-ref", REMOTE_EVIDENCE, EVIDENCE_BRANCH);
        git(root, "update-ref", `refs/heads/${EVIDENCE_BRANCH}`, `${EVIDENCE_BRANCH}~1`);
        assert.equal(await at(), "2026-11-24T12:01:00Z");
        git(root, "update-ref", "-d", `refs/heads/${EVIDENCE_BRANCH}`);
        assert.equal(await at(), "2026-11-24T12:01:00Z");
    });

    it("takes each stack's later look where the two have gone apart", async () => {
        const root = freshRepository(folder);
        for (const [stack, seconds] of [
            ["dev", 30],
            ["staging", 0],
        ] as const)
            await recordEvidence({ root, looks: look(stack, seconds) });
        git(root, "update-ref", REMOTE_EVIDENCE, EVIDENCE_BRANCH);
        git(root, "update-ref", "-d", `refs/heads/${EVIDENCE_BRANCH}`);
        putEvidence(root, "other.yaml", "torn");
        git(root, "update-ref", `refs/heads/${EVIDENCE_BRANCH}`, `${EVIDENCE_BRANCH}^{commit}`);

        const { byStack, faults } = await readEvidence(root);
        assert.deepEqual([...byStack.keys()], ["dev", "staging"]);
        assert.match(faults.join(), /^windlass-evidence:other\.yaml/);
    });

    it("says what is torn, forged, too large, or no file, and reads the rest", async () => {
        const root = freshRepository(folder);
        for (const [text, fault] of [
            ["schema: windlass/evidence/v1\nstack: de", /windlass-evidence:dev\.yaml:\d+: seen: is required/],
            ["schema: windlass/evidence/v7\n", /is of a newer Windlass/],
            [" ".repeat(MAX_EVIDENCE_SIZE + 1), /dev\.yaml: is too large/],
        ] as const) {
            putEvidence(root, "dev.yaml", text);
            const { byStack, faults } = await readEvidence(root);
            assert.deepEqual([byStack.size, faults.length > 0], [0, true]);
            assert.match(faults.join(), fault);
        }
        putEvidence(root, "README.md", "not about a stack");
        assert.deepEqual((await readEvidence(root)).faults, []);
        await recordEvidence({ root, looks: look("dev", 0) });
        assert.deepEqual((await readEvidence(root)).byStack.get("dev"), evidence);
    });
});
