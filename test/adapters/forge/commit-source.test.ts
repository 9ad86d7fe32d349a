import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Committer } from "../../../adapters/forge/commit-source";
import { temporaryFolder } from "../../support/temporary-folder";

const BRANCH = "x/$(touch${IFS}pwned)";
/** As of an App on GitHub. */
const ACCESS = {
    server: new URL("https://github.com"),
    authorization: `basic ${Buffer.from("x-access-token:s3cret").toString("base64")}`,
    author: { name: "mesh-bot[bot]", email: "mesh-bot[bot]@users.noreply.github.com" },
};

describe("Committer", () => {
    const folder = temporaryFolder();
    const [work, origin] = [join(folder, "work"), join(folder, "origin.git")];
    const committer = new Committer({
        root: join(work, "mesh"),
        access: ACCESS,
    });
    let first = "";

    function git(...args: readonly string[]): string {
        const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" };
        const who = ["-c", "user.name=a", "-c", "user.email=a@x.test"];
        const { status, stdout, stderr } = spawnSync("git", [...who, ...args], {
            cwd: work,
            env,
            encoding: "utf8",
        });
        assert.equal(status, 0, stderr);
        return stdout.trim();
    }

    before(() => {
        mkdirSync(join(work, "mesh"), { recursive: true });
        writeFileSync(join(work, "mesh", "a.yaml"), "a\n");
        writeFileSync(join(work, "mesh", "b.yaml"), "b\n");
        git("init", "--quiet", "--initial-branch=main");
        git("init", "--quiet", "--bare", origin);
        git("remote", "add", "origin", origin);
        git("add", "--all");
        git("commit", "--quiet", "-m", "first");
        git("push", "--quiet", "origin", "main");
        first = git("rev-parse", "HEAD");
        // A hook would be code of whoever may write files.
        writeFileSync(join(work, ".git", "hooks", "pre-push"), "#!/bin/sh\nexit 1\n", { mode: 0o755 });
    });

    const FILES = [
        { path: "a.yaml", text: "$(id)\n" },
        { path: "b.yaml", text: undefined },
        { path: "new/c d.yaml", text: "c" },
    ];

    it("makes a commit in a folder of its repository, and leaves the work tree as it is", async () => {
        const commit =
            (await committer.commit({ parent: first, files: FILES, message: "Title\n\n`id`" })) ?? "";

        assert.equal(
            git("diff", "--name-status", first, commit),
            "M\tmesh/a.yaml\nD\tmesh/b.yaml\nA\tmesh/new/c d.yaml",
        );
        assert.equal(git("show", "-s", "--format=%an|%ce|%B", commit), EXPECTED);
        assert.equal(git("status", "--porcelain"), "");
        assert.equal(git("rev-parse", "HEAD"), first);
        assert.equal(await committer.read(commit, "a.yaml"), "$(id)\n");
        assert.equal(await committer.read(commit, "b.yaml"), undefined);
    });

    it("makes the same commit of the same change, and none of no change", async () => {
        const once = await committer.commit({ parent: first, files: FILES, message: "Title" });
        const files = [{ path: "a.yaml", text: "a\n" }];

        assert.equal(await committer.commit({ parent: first, files: FILES, message: "Title" }), once);
        assert.equal(await committer.commit({ parent: first, files, message: "Title" }), undefined);
    });

    it("pushes to a branch with a hostile name, past no hook, and only over what it expects", async () => {
        const commit = (await committer.commit({ parent: first, files: FILES, message: "Title" })) ?? "";
        assert.equal(await committer.remoteHead(BRANCH), undefined);
        await committer.push({ commit, branch: BRANCH, expected: undefined });

        assert.equal(await committer.remoteHead(BRANCH), commit);
        assert.equal(await committer.isOurs(BRANCH, commit), true);
        assert.equal(await committer.isOurs("main", first), false);
        await assert.rejects(committer.push({ commit: first, branch: BRANCH, expected: first }), {
            name: "WindlassError",
            message: `git push: ${JSON.stringify(BRANCH)}: somebody has pushed to the branch meanwhile. Run it again.`,
        });
        await assert.rejects(
            committer.push({ commit: first, branch: BRANCH, expected: undefined }),
            /meanwhile/,
        );
        await committer.push({ commit: first, branch: BRANCH, expected: commit });
        assert.equal(await committer.remoteHead(BRANCH), first);
        assert.deepEqual(readdirSync(folder).sort(), ["origin.git", "work"]);
    });

    it("writes the token nowhere", () => {
        assert.doesNotMatch(
            readFileSync(join(work, ".git", "config"), "utf8"),
            /s3cret|extraheader|czNjcmV0/,
        );
    });

    it("says what git said, without what a terminal would obey", async () => {
        const lost = new Committer({
            root: work,
            access: ACCESS,
            remote: join(folder, "gone\u001b[31m"),
        });

        await assert.rejects(lost.remoteHead("main"), (error: Error) => {
            assert.match(error.message, /^git ls-remote: did not succeed: fatal: /);
            // eslint-disable-next-line no-control-regex
            assert.doesNotMatch(error.message, /\u001b|s3cret/);
            return true;
        });
    });
});

const EXPECTED = "mesh-bot[bot]|mesh-bot[bot]@users.noreply.github.com|Title\n\n`id`";
