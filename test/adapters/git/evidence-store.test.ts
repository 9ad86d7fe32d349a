import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { EVIDENCE_BRANCH, readEvidence } from "../../../adapters/git/evidence-source";
import { recordEvidence } from "../../../adapters/git/evidence-store";
import { writeEvidence } from "../../../lifecycle/evidence/evidence-text";
import { git } from "../../diff/repository";
import { temporaryFolder } from "../../support/temporary-folder";
import { freshRemote, freshRepository, look, putEvidence } from "./evidence-repository";

async function seen(root: string): Promise<Readonly<Record<string, string>>> {
    const { byStack } = await readEvidence(root);
    return Object.fromEntries([...byStack].map(([stack, { seen: at }]) => [stack, at.slice(11, 19)]));
}

describe("recordEvidence", () => {
    const folder = temporaryFolder();

    it("keeps it on a branch of its own, and touches neither work tree, index nor HEAD", async () => {
        const root = freshRepository(folder);
        writeFileSync(join(root, "staged"), "1");
        git(root, "add", "staged");
        writeFileSync(join(root, "untracked"), "2");
        const before = [git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD")];
        const index = readFileSync(join(root, ".git/index"));

        const { commit } = await recordEvidence({ root, looks: look("dev", 0) });

        assert.deepEqual([git(root, "status", "--porcelain"), git(root, "rev-parse", "HEAD")], before);
        assert.deepEqual(readFileSync(join(root, ".git/index")), index);
        assert.equal(git(root, "rev-parse", EVIDENCE_BRANCH), commit);
        assert.equal(git(root, "ls-tree", "-r", "--name-only", EVIDENCE_BRANCH), "dev.yaml");
        assert.deepEqual(await seen(root), { dev: "12:00:00" });
    });

    it("builds on what is there, and makes no commit where nothing is new", async () => {
        const root = freshRepository(folder);
        await recordEvidence({ root, looks: look("dev", 0) });
        const { commit } = await recordEvidence({ root, looks: look("staging", 5) });
        assert.equal((await recordEvidence({ root, looks: look("dev", -5) })).commit, commit);
        assert.deepEqual(await seen(root), { dev: "12:00:00", staging: "12:00:05" });
        assert.equal(git(root, "rev-list", "--count", EVIDENCE_BRANCH), "2");
    });

    it("keeps each project of a repository apart, by its folder", async () => {
        const root = freshRepository(folder);
        const projects = ["a", "b/c"].map((name) => join(root, name));
        for (const [index, project] of projects.entries()) {
            mkdirSync(project, { recursive: true });
            await recordEvidence({ root: project, looks: look("dev", index) });
        }
        assert.deepEqual(await Promise.all(projects.map(seen)), [{ dev: "12:00:00" }, { dev: "12:00:01" }]);
        assert.deepEqual(git(root, "ls-tree", "-r", "--name-only", EVIDENCE_BRANCH).split("\n"), [
            "a/dev.yaml",
            "b/c/dev.yaml",
        ]);
    });

    it("loses nothing where several record at once", async () => {
        const root = freshRepository(folder);
        const stacks = Array.from({ length: 6 }, (_, index) => `s${index}`);
        await Promise.all(stacks.map((stack) => recordEvidence({ root, looks: look(stack, 0) })));
        assert.deepEqual(Object.keys(await seen(root)).sort(), stacks);
        assert.equal(git(root, "rev-list", "--count", EVIDENCE_BRANCH), "6");
    });

    it("takes the place of what was damaged", async () => {
        const root = freshRepository(folder);
        await recordEvidence({ root, looks: look("dev", 0) });
        putEvidence(root, "dev.yaml", "torn");
        const { faults } = await recordEvidence({ root, looks: look("dev", 9) });
        assert.match(faults.join(), /windlass-evidence:dev\.yaml/);
        assert.deepEqual(await readEvidence(root).then((stored) => stored.faults), []);
        assert.deepEqual(await seen(root), { dev: "12:00:09" });
    });

    it("pushes where it goes on from the remote's, whoever has pushed meanwhile", async () => {
        const { remote, clones } = freshRemote(folder);
        const [ours, theirs] = clones;
        await recordEvidence({ root: ours, looks: look("dev", 0), push: true });
        // Recorded here alone, before it is known what the other has pushed.
        await recordEvidence({ root: theirs, looks: look("staging", 3) });
        await recordEvidence({ root: theirs, looks: look("production", 4), push: true });
        await recordEvidence({ root: ours, looks: look("dev", 7), push: true });

        const all = { dev: "12:00:07", production: "12:00:04", staging: "12:00:03" };
        assert.deepEqual(await seen(ours), all);
        assert.deepEqual(await seen(remote), all);
        assert.equal(git(remote, "rev-list", "--count", EVIDENCE_BRANCH), "3");
    });

    it("fetches and tries once more where the remote has moved since", async () => {
        const { remote, clones } = freshRemote(folder);
        const [ours, theirs] = clones;
        let interrupted = 0;
        const looks = look("dev", 0);
        const racing = new Map(
            [...looks].map(([stack, extend]) => [
                stack,
                (...known: Parameters<typeof extend>) => {
                    if (interrupted++ === 0) pushAside(theirs);
                    return extend(...known);
                },
            ]),
        );
        await recordEvidence({ root: ours, looks: racing, push: true });
        assert.equal(interrupted, 2);
        assert.deepEqual(await seen(remote), { aside: "12:00:00", dev: "12:00:00" });
    });

    it("keeps what it saw where the remote cannot be reached, and says so", async () => {
        const root = freshRepository(folder);
        await assert.rejects(recordEvidence({ root, looks: look("dev", 0), push: true }), {
            exitStatus: 3,
            message: /origin windlass-evidence: cannot be fetched .*'origin' does not appear/,
        });
        assert.deepEqual(await seen(root), { dev: "12:00:00" });
    });

    it("says that a repository cannot be written, or is none", async () => {
        const root = freshRepository(folder);
        // A branch whose name is in the way can be moved by nobody, not even by root.
        git(root, "branch", `${EVIDENCE_BRANCH}/in-the-way`);
        await assert.rejects(recordEvidence({ root, looks: look("dev", 0) }), {
            exitStatus: 2,
            message: /windlass-evidence: What was seen cannot be kept: Git cannot write/,
        });
        await assert.rejects(recordEvidence({ root: folder, looks: look("dev", 0) }), {
            exitStatus: 2,
            message: /is in no Git repository.*Run the command in a clone of it/,
        });
    });

    it("says that a clone is read-only", async function () {
        // Root may write anywhere.
        if (process.getuid?.() === 0) this.skip();
        const root = freshRepository(folder);
        chmodSync(join(root, ".git/objects"), 0o555);
        await assert.rejects(recordEvidence({ root, looks: look("dev", 0) }), /cannot write.*ermission/);
        chmodSync(join(root, ".git/objects"), 0o755);
    });
});

/** Pushes what another clone has seen. */
function pushAside(root: string): void {
    const [extend] = [...look("aside", 0).values()];
    assert.ok(extend);
    putEvidence(root, "aside.yaml", writeEvidence(extend()));
    git(root, "push", "--quiet", "origin", EVIDENCE_BRANCH);
}
