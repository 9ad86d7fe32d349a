import assert from "node:assert/strict";

import { ExitStatus } from "../../lifecycle/kit/errors";
import { commitBase, git } from "../diff/repository";
import { type Project, projects } from "../support/project";

const LOCK = "stacks/dev.lock.yaml";
const AT = ["--offline", "--at", "2026-10-05"];

/** Dev's control plane has moved, and its proxies have not: what goes back needs no istioctl. */
function halfWay(project: Project): void {
    const [head = "", tail = ""] = project.read(LOCK).split("  proxies:\n");
    project.write(LOCK, `${head}  proxies:\n${tail.replace("version: 1.31.1", "version: 1.31.0")}`);
}

async function rollback(project: Project, ...args: readonly string[]): Promise<readonly [number, string]> {
    const { status, printed, noted } = await project.run("rollback", ...args, ...AT);
    return [status, printed + noted];
}

describe("windlass rollback", () => {
    const fresh = projects();

    it("takes one step back, writes it, and is held when there is none left", async () => {
        const project = fresh();
        halfWay(project);

        const [first, said] = await rollback(project, "--stack", "dev");
        const [second, nothing] = await rollback(project, "--stack", "dev");

        assert.deepEqual([first, second], [ExitStatus.ok, ExitStatus.noCandidate], said + nothing);
        assert.match(said, /control plane.* 1\.31\.1 → 1\.31\.0/);
        assert.match(nothing, /remembers no older Istio/);
        assert.match(project.read(LOCK), / {2}controlPlane:\n {4}version: 1\.31\.0/);
    });

    it("holds what it leaves, so that update does not come back to it, until a person lifts it", async () => {
        const project = fresh();
        halfWay(project);

        await rollback(project, "--stack", "dev", "--reason", "5xx in checkout");

        const list = async () =>
            (await project.run("hold", "list", "--stack", "dev", ...AT.slice(1))).printed;
        assert.match(await list(), /istio 1\.31\.1 +in force +held in dev since 2026-10-05: 5xx in checkout/);
        const { printed } = await project.run("update", "--stack", "dev", "--only", "istio", ...AT);
        assert.doesNotMatch(printed, /→ 1\.31\.1/);

        const lift = ["--stack", "dev", "--version", "1.31.1", "--reason", "mended", ...AT.slice(1)];
        assert.equal((await project.run("hold", "lift", ...lift)).status, ExitStatus.ok);
        assert.match(await list(), /nothing is held/);
    });

    it("holds it once, where a hold that ends does not do", async () => {
        const project = fresh();
        halfWay(project);
        const lock = project.read(LOCK);
        const add = ["--stack", "dev", "--version", "1.31.1", "--reason", "slow"];
        const added = await project.run("hold", "add", ...add, "--expires", "2026-10-09", ...AT.slice(1));
        assert.equal(added.status, ExitStatus.ok, added.noted);
        const back = await rollback(project, "--stack", "dev");
        assert.equal(back[0], ExitStatus.ok, `${back[1]}\n${project.read("stacks/holds.yaml")}`);
        const held = project.read("stacks/holds.yaml");
        assert.equal(held.match(/version: 1\.31\.1/g)?.length, 1, held);
        assert.doesNotMatch(held, /expires/);

        project.write(LOCK, lock);
        await rollback(project, "--stack", "dev");
        assert.equal(project.read("stacks/holds.yaml"), held);
    });

    it("lifts it together with what the history of the lock says", async () => {
        const project = fresh();
        halfWay(project);
        const lock = project.read(LOCK);
        project.write(LOCK, lock.replaceAll("version: 1.31.1", "version: 1.31.0"));
        commitBase(project);
        project.write(LOCK, lock);
        git(project.root, "commit", "--quiet", "--all", "--message=up");
        await rollback(project, "--stack", "dev");
        git(project.root, "add", "--all");
        git(project.root, "commit", "--quiet", "--message=back");
        const lift = ["--stack", "dev", "--version", "1.31.1", "--reason", "mended", ...AT.slice(1)];
        const { printed } = await project.run("hold", "lift", ...lift);
        assert.match(printed, /taken away: it is held in dev since/);
        assert.match(printed, /lifted: it is held: taken back in dev .* by commit/);
        const listed = await project.run("hold", "list", "--stack", "dev", ...AT.slice(1));
        assert.match(listed.printed, /nothing is held/);
    });

    it("wants a reason that says something", async () => {
        const project = fresh();
        halfWay(project);
        const [status] = await rollback(project, "--stack", "dev", "--reason", " ");
        assert.equal(status, ExitStatus.badInput);
    });

    it("wants stacks or a wave, and takes none that is not named", async () => {
        const project = fresh();

        for (const args of [[], ["--wave", "0", "--stack", "dev"], ["--wave", "99"]]) {
            assert.equal((await rollback(project, ...args))[0], ExitStatus.badInput);
        }
    });
});
