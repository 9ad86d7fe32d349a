import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { creatorTime, readPack } from "../../../adapters/git/git-pack";
import { makeRepository } from "../../support/git-http";
import { temporaryFolder } from "../../support/temporary-folder";

describe("readPack", () => {
    const folder = join(temporaryFolder(), "repository");
    const git = (...args: string[]): Buffer =>
        execFileSync("git", ["-C", folder, ...args], { stdio: ["pipe", "pipe", "ignore"] });
    let ids: string[] = [];
    let pack: Buffer;
    before(() => {
        const tags = Array.from({ length: 12 }, (_, index) => ({
            name: `1.0.${index}`,
            date: `2026-01-${String(index + 1).padStart(2, "0")}T00:00:00Z`,
            annotated: index % 2 === 1,
        }));
        makeRepository(folder, tags);
        ids = git("for-each-ref", "--format=%(objectname)").toString().trim().split("\n");
        // Similar commits are stored as differences to each other.
        pack = execFileSync(
            "git",
            ["-C", folder, "pack-objects", "--all", "--stdout", "--delta-base-offset", "-q"],
            { input: "" },
        );
    });

    it("reads every tag and commit of a real pack, differences included", () => {
        const objects = readPack(pack);

        assert.deepEqual(
            ids.map((id) => objects.get(id)?.text),
            ids.map((id) => git("cat-file", "-p", id).toString()),
        );
        assert.deepEqual(
            ids.map((id) => creatorTime(objects.get(id) ?? { type: "tag", text: "" })),
            git("for-each-ref", "--format=%(creatordate:unix)")
                .toString()
                .trim()
                .split("\n")
                .map((text) => Number(text) * 1000),
        );
    });

    it("refuses a pack with any byte changed or its end cut off", () => {
        for (let position = 0; position < pack.length; position += 7) {
            const damaged = Buffer.from(pack);
            damaged[position] = (damaged[position] ?? 0) ^ 1;
            assert.throws(() => readPack(damaged), { name: "WindlassError" });
        }
        for (const length of [0, 11, 31, pack.length - 1]) {
            assert.throws(() => readPack(pack.subarray(0, length)), { name: "WindlassError" });
        }
    });
});

describe("creatorTime", () => {
    it("reads nothing out of a message", () => {
        assert.equal(
            creatorTime({ type: "commit", text: "tree a\n\ncommitter a <a@x> 1000000000 +0000\n" }),
            undefined,
        );
    });
});
