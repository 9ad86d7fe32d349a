import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changedFiles } from "../../../adapters/forge/changed-files-source";
import { pathsSince } from "../../../adapters/forge/touched-source";
import { temporaryFolder } from "../../support/temporary-folder";

describe("changedFiles", () => {
    const root = join(
        temporaryFolder({ "mesh/catalog/a": "a", "mesh/catalog/b": "b", "mesh/stacks/x": "x", other: "o" }),
        "mesh",
    );
    const git = (...args: readonly string[]): void => {
        const who = ["-c", "user.name=a", "-c", "user.email=a@x.test"];
        assert.equal(spawnSync("git", [...who, ...args], { cwd: join(root, "..") }).status, 0);
    };

    before(() => {
        git("init", "--quiet");
        git("add", "--all");
        git("commit", "--quiet", "-m", "first");
        writeFileSync(join(root, "catalog", "a"), "new");
        rmSync(join(root, "catalog", "b"));
        mkdirSync(join(root, "catalog", "deep"));
        writeFileSync(join(root, "catalog", "deep", "$(id)\n*"), "c");
        writeFileSync(join(root, "stacks", "x"), "other");
        writeFileSync(join(root, "..", "other"), "other");
    });

    it("finds what is new, other and gone, and nothing elsewhere", async () => {
        assert.deepEqual(await changedFiles({ root, paths: ["catalog", "missing"] }), [
            { path: "catalog/a", text: "new" },
            { path: "catalog/b", text: undefined },
            { path: "catalog/deep/$(id)\n*", text: "c" },
        ]);
    });

    it("takes a path for what it is, and not for a pattern", async () => {
        assert.deepEqual(await changedFiles({ root, paths: ["*", ":/"] }), []);
    });

    it("refuses a link", async () => {
        symlinkSync("/etc/hostname", join(root, "stacks", "link"));

        await assert.rejects(changedFiles({ root, paths: ["stacks"] }), {
            message: "stacks/link: is no regular file of a size that can be proposed.",
        });
        rmSync(join(root, "stacks", "link"));
    });

    it("has its counterpart for commits", async () => {
        git("add", "--all");
        git("commit", "--quiet", "-m", "second");

        const paths = await pathsSince(root, "HEAD^", new AbortController().signal);
        assert.deepEqual([...paths].sort(), ["catalog/a", "catalog/b", "catalog/deep/$(id)\n*", "stacks/x"]);
    });
});
