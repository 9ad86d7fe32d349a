import assert from "node:assert/strict";
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";

import { readHistoryHolds } from "../../../adapters/git/taken-back-source";
import { LockHistory } from "../../support/lock-history";
import { type Project, projects } from "../../support/project";

async function found({ root }: Project): Promise<readonly string[]> {
    const { found: holds } = await readHistoryHolds({ root });
    return holds.map(({ stack, part, version }) => `${stack} ${part} ${version}`);
}

describe("readHistoryHolds", () => {
    const fresh = projects();

    it("finds nothing in this project's own locks, and what a commit moved back", async () => {
        const project = fresh();
        const history = new LockHistory(project);
        assert.deepEqual(await readHistoryHolds({ root: project.root }), { found: [], gap: undefined });

        history.pin("dev", { controlPlane: "1.31.2" });
        const back = history.pin("dev", { controlPlane: "1.31.1" });
        const { found: holds } = await readHistoryHolds({ root: project.root });
        assert.deepEqual(
            holds.map(({ of, version }) => [of, version]),
            [[back, "1.31.2"]],
        );
    });

    it("finds the version that cohorts went back from, and nothing in a place no lock may hold", async () => {
        const project = fresh();
        const history = new LockHistory(project);
        const file = "stacks/dev.lock.yaml";
        const good = project.read(file);
        const proxies = /( {2}proxies:\n {4}version: .*\n {4}since: .*\n)/;
        const through = (place: string): string =>
            good.replace(
                proxies,
                `$1    next:\n      version: 1.31.2\n      since: "2026-11-01"\n      through: ${place}\n`,
            );
        for (const text of [through("first"), through("20%"), through("nowhere"), through("first"), good]) {
            assert.notEqual(text, project.read(file));
            project.write(file, text);
            history.commit("cohorts");
        }
        assert.deepEqual(await found(project), ["dev proxies 1.31.2"]);
    });

    it("follows a stack to its new name", async () => {
        const project = fresh();
        const history = new LockHistory(project);
        history.pin("dev", { controlPlane: "1.31.2" });
        history.pin("dev", { controlPlane: "1.31.1" });
        const lock = project.read("stacks/dev.lock.yaml");
        project.write("stacks/qa.lock.yaml", lock.replace("--stack dev", "--stack qa"));
        history.remove("stacks/dev.lock.yaml");
        history.commit("rename");

        assert.deepEqual(await found(project), ["qa control-plane 1.31.2"]);
    });

    it("takes no new stack for an old one that goes at the same time", async () => {
        const project = fresh();
        const history = new LockHistory(project);
        history.pin("dev", { controlPlane: "1.31.2" });
        const other = project
            .read("stacks/dev.lock.yaml")
            .replaceAll("dev", "qa")
            .replaceAll(/version: .*/g, "version: 1.0.0")
            .replaceAll(/range: .*/g, "range: ~1.0")
            .replaceAll(/since: .*/g, 'since: "2026-01-01"');
        project.write("stacks/qa.lock.yaml", other);
        history.remove("stacks/dev.lock.yaml");
        history.commit("another");

        assert.deepEqual(await found(project), []);
    });

    it("is not misled by a torn, a hostile, a linked or a huge lock in between", async () => {
        const file = "stacks/dev.lock.yaml";
        const project = fresh();
        const history = new LockHistory(project);
        const good = project.read(file);
        history.pin("dev", { controlPlane: "1.31.2" });
        for (const text of [
            good.slice(0, 200),
            "istio: &a [*a]\n",
            "x".repeat(1024 * 1024 + 1),
            "\0",
            "- 1\n",
        ]) {
            project.write(file, text);
            history.commit("torn");
        }
        rmSync(join(project.root, file));
        symlinkSync("staging.lock.yaml", join(project.root, file));
        history.commit("a link");
        assert.deepEqual(await found(project), []);

        rmSync(join(project.root, file));
        project.write(file, good);
        history.commit("as it was");
        // The link ended what was known of it.
        assert.deepEqual(await found(project), []);
    });

    it("says how far it looked", async () => {
        const project = fresh();
        const history = new LockHistory(project);
        for (const version of ["1.31.2", "1.31.1", "1.31.2"]) history.pin("dev", { controlPlane: version });

        assert.deepEqual(
            [
                (await readHistoryHolds({ root: project.root, most: 2 })).gap,
                (await readHistoryHolds({ root: project.root })).gap,
            ],
            ["only the newest 2 commits were looked at", undefined],
        );
    });
});
