import assert from "node:assert/strict";

import { ExitStatus } from "../../lifecycle/kit/errors";
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

    it("wants stacks or a wave, and takes none that is not named", async () => {
        const project = fresh();

        for (const args of [[], ["--wave", "0", "--stack", "dev"], ["--wave", "99"]]) {
            assert.equal((await rollback(project, ...args))[0], ExitStatus.badInput);
        }
    });
});
