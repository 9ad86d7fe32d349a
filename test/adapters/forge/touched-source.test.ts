import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathsSince } from "../../../adapters/forge/touched-source";
import { temporaryFolder } from "../../support/temporary-folder";

describe("pathsSince", () => {
    const root = temporaryFolder({ "apps/a/old.yaml": "a\nb\nc\n", other: "o" });
    const { signal } = new AbortController();
    const git = (...args: readonly string[]): void => {
        const who = ["-c", "user.name=a", "-c", "user.email=a@x.test"];
        assert.equal(spawnSync("git", [...who, ...args], { cwd: root }).status, 0);
    };

    before(() => {
        git("init", "--quiet");
        git("add", "--all");
        git("commit", "--quiet", "-m", "first");
        rmSync(join(root, "apps/a/old.yaml"));
        writeFileSync(join(root, "apps/a/`id`\nnew.yaml"), "a\nb\nc\n");
        git("add", "--all");
        git("commit", "--quiet", "-m", "second");
    });

    it("names both ends of a file that was moved", async () => {
        const paths = await pathsSince(root, "HEAD^", signal);

        assert.deepEqual([...paths].sort(), ["apps/a/`id`\nnew.yaml", "apps/a/old.yaml"]);
    });

    for (const from of ["--output=x", "gone", ""]) {
        it(`refuses ${JSON.stringify(from)}`, async () => {
            await assert.rejects(pathsSince(root, from, signal), {
                name: "WindlassError",
                message: /^--from: /,
            });
        });
    }
});
