import assert from "node:assert/strict";

import { readCommittedLock, readLockHistory } from "../../../adapters/git/lock-history-source";
import { commitBase, git } from "../../diff/repository";
import { projects } from "../../support/project";

const LOCK = "stacks/dev.lock.yaml";

describe("the locks in a repository", () => {
    const fresh = projects();

    it("are those of commits, newest first, and what cannot be read is left out", async () => {
        const project = fresh();
        const { root } = project;
        commitBase(project);
        const first = project.read(LOCK);
        for (const text of ["damaged", first.replaceAll("1.31.1", "1.31.0")]) {
            project.write(LOCK, text);
            git(root, "commit", "--quiet", "--all", "--message", "a change");
        }
        project.write(LOCK, first.replaceAll("1.31.1", "1.30.5"));

        const history = await readLockHistory({ root, stack: "dev" });
        assert.deepEqual(
            history.map(({ istio }) => istio.controlPlane.version),
            ["1.31.0", "1.31.1"],
        );
        assert.deepEqual(
            (await readLockHistory({ root, stack: "dev", commit: "base" })).map(
                ({ istio }) => istio.proxies.version,
            ),
            ["1.31.1"],
        );
        const committed = await readCommittedLock({ root, stack: "dev" });
        assert.ok(typeof committed === "object" && committed.text.includes("version: 1.31.0"));
    });

    it("are unknown outside of a repository and before its first commit, and none where nobody committed one", async () => {
        const project = fresh();
        const { root } = project;

        assert.equal(await readCommittedLock({ root, stack: "dev" }), undefined);
        assert.deepEqual(await readLockHistory({ root, stack: "dev" }), []);
        git(root, "init", "--quiet");
        assert.equal(await readCommittedLock({ root, stack: "dev" }), undefined);
        commitBase(project);
        git(root, "rm", "--quiet", "--cached", LOCK);
        git(root, "commit", "--quiet", "--message", "gone");
        assert.equal(await readCommittedLock({ root, stack: "dev" }), "none");
    });
});
