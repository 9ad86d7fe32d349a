import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { startGitServer } from "../../../tools/test-bed/git-server";
import type { LoopbackServer } from "../../../tools/test-bed/loopback-server";
import { temporaryFolder } from "../../support/temporary-folder";

const run = promisify(execFile);

describe("the Git server", () => {
    const root = temporaryFolder();
    const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_TERMINAL_PROMPT: "0" };
    const served = join(root, "served");
    const work = join(root, "work");
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
    // Not in this thread: it is this process that answers.
    const git = async (...args: string[]) => (await run("git", args, { env })).stdout.trim();
    let server: LoopbackServer;

    before(async () => {
        execFileSync(
            "git",
            ["init", "--quiet", "--bare", "--initial-branch=main", join(served, "mesh.git")],
            { env },
        );
        execFileSync("git", ["init", "--quiet", "--initial-branch=main", work], { env });
        server = await startGitServer({ folder: served });
    });
    after(() => server.stop());

    async function commit(text: string): Promise<string> {
        writeFileSync(join(work, "file"), text);
        await git("-C", work, "add", "--all");
        await git("-C", work, ...identity, "commit", "--quiet", "--message=a");
        await git("-C", work, "push", "--quiet", join(served, "mesh.git"), "main");
        return git("-C", work, "rev-parse", "HEAD");
    }

    it("serves what was pushed through the file system, commit by commit", async () => {
        const first = await commit("one");
        const clone = join(root, "clone");
        await git("clone", "--quiet", "--depth=1", `${server.url}/mesh.git`, clone);
        assert.equal(readFileSync(join(clone, "file"), "utf8"), "one");
        assert.equal(await git("-C", clone, "rev-parse", "HEAD"), first);

        const second = await commit("two");
        await git("-C", clone, "pull", "--quiet");
        assert.equal(await git("-C", clone, "rev-parse", "HEAD"), second);
    });

    it("takes no push", async () => {
        await assert.rejects(git("-C", work, "push", `${server.url}/mesh.git`, "main:other"), /403/);
    });

    it("knows no other repository, and none outside its folder", async () => {
        await assert.rejects(git("ls-remote", `${server.url}/other.git`), /not found/);
        const response = await fetch(`${server.url}/%2e%2e/work/.git/info/refs?service=git-upload-pack`);
        assert.notEqual(response.status, 200);
    });
});
