import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { ExitStatus } from "../../lifecycle/errors";
import { projects } from "../support/project";

describe("windlass render", () => {
    const fresh = projects();

    it("writes the stacks that are named to the folder that is named", async () => {
        const project = fresh();
        const out = join(project.root, "elsewhere");

        const { status, noted } = await project.run("render", "--stack", "dev", "--out", out);

        assert.equal(status, ExitStatus.ok);
        assert.deepEqual(readdirSync(out), ["dev"]);
        assert.match(noted, /^dev: \d+ files written in /);
        assert.match(project.read("elsewhere/dev/workloads/namespace-prod.yaml"), /^kind: Namespace$/m);
    });

    it("touches nothing the second time", async () => {
        const project = fresh();
        const file = join(project.root, "clusters/dev/workloads/namespace-prod.yaml");
        await project.run("render", "--stack", "dev");
        const before = statSync(file);

        const { noted } = await project.run("render", "--stack", "dev");

        assert.match(noted, /^dev: \d+ files unchanged in /);
        assert.deepEqual([statSync(file).ino, statSync(file).mtimeMs], [before.ino, before.mtimeMs]);
    });
});
