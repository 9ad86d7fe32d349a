import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { withForge } from "../../../adapters/forge/open-forge";
import { git } from "../../../tools/sleep/commands";
import { type CheckOutcome, LoopbackForge } from "../../../tools/sleep/loopback-forge";
import { temporaryFolder } from "../../support/temporary-folder";

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
    const found: T[] = [];
    for await (const item of items) found.push(item);
    return found;
}

describe("the forge of a night", () => {
    const folder = temporaryFolder();
    const repository = join(folder, "mesh.git");
    const clone = join(folder, "clone");
    let outcome: CheckOutcome = { passed: true, said: "" };
    const checked: string[] = [];
    const forge = new LoopbackForge({
        repository,
        signal: new AbortController().signal,
        check: (commit, base) => {
            checked.push(`${base.length} ${commit.length}`);
            return Promise.resolve(outcome);
        },
    });

    /** Commits a file on a branch and pushes it. @returns The commit. */
    async function pushed(branch: string, name: string): Promise<string> {
        const where = { cwd: clone };
        await git(["fetch", "--quiet", "origin"], where);
        await git(["checkout", "--quiet", "-B", branch, "origin/main"], where);
        writeFileSync(join(clone, name), name);
        await git(["add", "."], where);
        const who = ["-c", "user.name=night", "-c", "user.email=night@example.com"];
        await git([...who, "commit", "--quiet", `--message=${name}`], where);
        await git(["push", "--quiet", "origin", branch], where);
        return git(["rev-parse", "HEAD"], where);
    }

    before(async () => {
        await git(["init", "--quiet", "--bare", "--initial-branch=main", repository], { cwd: folder });
        await git(["init", "--quiet", "--initial-branch=main", clone], { cwd: folder });
        await git(["remote", "add", "origin", repository], { cwd: clone });
        writeFileSync(join(clone, "first"), "first");
        await git(["add", "."], { cwd: clone });
        const who = ["-c", "user.name=night", "-c", "user.email=night@example.com"];
        await git([...who, "commit", "--quiet", "--message=first"], { cwd: clone });
        await git(["push", "--quiet", "origin", "main"], { cwd: clone });
        await forge.start();
    });
    after(() => forge.stop());

    it("merges what Windlass has it merge once its check is green, as one commit, and nothing else", async () => {
        const sha = await pushed("windlass/one", "one");
        await withForge({ env: forge.env() }, async (client) => {
            const number = await client.openPull({
                title: "one",
                body: "",
                branch: "windlass/one",
                base: "main",
            });
            assert.equal(number, 1);
            assert.deepEqual(await forge.settle(), []);

            const asked = { number: 1, sha, headline: "one step", text: "by a rule" };
            assert.equal(await client.mergeWhenGreen(asked), undefined);
            const [open] = await all(client.pulls({ state: "open", branch: "windlass/one" }));
            assert.deepEqual([open?.sha, open?.mergedFor], [sha, "night[bot]"]);

            outcome = { passed: false, said: "skew" };
            assert.deepEqual(
                (await forge.settle()).map(({ merged }) => merged),
                [undefined],
            );
            outcome = { passed: true, said: "" };
            const [settled] = await forge.settle();
            assert.equal(settled?.merged, await git(["rev-parse", "main"], { cwd: repository }));
            assert.equal(
                await git(["log", "-1", "--format=%B", "main"], { cwd: repository }),
                "one step\n\nby a rule",
            );
            const [merged] = await all(client.pulls({ state: "all" }));
            assert.equal(merged?.state, "merged");
        });
        assert.deepEqual(checked, ["40 40", "40 40"]);
    });

    it("does not merge what was made for an older branch, nor what is left to a person", async () => {
        await pushed("windlass/late", "late");
        const sha = await git(["rev-parse", "HEAD"], { cwd: clone });
        await pushed("main", "other");
        await withForge({ env: forge.env() }, async (client) => {
            await client.openPull({ title: "late", body: "", branch: "windlass/late", base: "main" });
            await client.mergeWhenGreen({ number: 2, sha, headline: "late", text: "" });
            assert.deepEqual(
                (await forge.settle()).map(({ merged }) => merged),
                [undefined],
            );
            await client.stopMerge(2);
            assert.deepEqual(await forge.settle(), []);
            await client.closePull(2);
        });
        assert.deepEqual(
            forge.pulls.map(({ state }) => state),
            ["merged", "closed"],
        );
    });
});
