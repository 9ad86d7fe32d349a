import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { ExitStatus } from "../../lifecycle/kit/errors";
import { runWindlass } from "../support/run-windlass";
import { temporaryFolder } from "../support/temporary-folder";

describe("windlass init", () => {
    const folder = temporaryFolder();
    let count = 0;

    /** A mesh in a folder of its own. Its program is left out: it names the package, which is not installed there. */
    async function made(...args: string[]): Promise<string> {
        const root = join(folder, `case-${count++}`);
        mkdirSync(root);
        const { status } = await runWindlass(root, "init", "shop", ...args);
        assert.equal(status, ExitStatus.ok);
        const mesh = join(root, "shop");
        rmSync(join(mesh, "index.ts"));
        return mesh;
    }

    it("makes a mesh whose stack is verified, checked, up to date and rendered at once", async () => {
        const mesh = await made();

        for (const args of [
            ["start"],
            ["check", "--offline", "--at", "2026-10-01"],
            ["inject", "--check"],
            ["render", "--check"],
        ]) {
            const { status, noted } = await runWindlass(mesh, ...args);
            assert.equal(status, ExitStatus.ok, `${args.join(" ")}: ${noted}`);
        }
        assert.match((await runWindlass(mesh, "start")).printed, /^dev {2}.*1 × \d/m);
    });

    it("takes a folder that is there, keeps what is in it, and says so", async () => {
        const root = join(folder, `case-${count++}`);
        mkdirSync(root);
        writeFileSync(join(root, "README.md"), "mine\n");

        const first = await runWindlass(root, "init");
        const second = await runWindlass(root, "init", "--json");

        assert.equal(readFileSync(join(root, "README.md"), "utf8"), "mine\n");
        assert.match(first.noted, /^kept {5}README\.md, which was there already$/m);
        const { written, kept } = JSON.parse(second.printed) as { written: string[]; kept: string[] };
        assert.deepEqual(written, []);
        assert.ok(kept.includes("Pulumi.yaml"));
        assert.match(readFileSync(join(root, "Pulumi.yaml"), "utf8"), /^name: case-\d+$/m);
    });

    it("writes nothing where a name is none", async () => {
        const root = join(folder, `case-${count++}`);
        mkdirSync(root);

        const { status, noted } = await runWindlass(root, "init", "--stack", "../etc");

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /^--stack: "\.\.\/etc": must be/);
        assert.deepEqual(readdirSync(root), []);
        assert.equal(existsSync(join(root, "..", "etc")), false);
    });
});
