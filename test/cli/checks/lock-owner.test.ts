import assert from "node:assert/strict";

import { lockOwnerFindings } from "../../../cli/checks/lock-owner";
import { ExitStatus } from "../../../lifecycle/errors";
import { checkProject, keepOnly } from "../../support/check";
import { projects } from "../../support/project";

describe("lockOwnerFindings", () => {
    const fresh = projects();

    it("warns of a copied lock, which update makes the stack's own", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        const lock = project.read("stacks/dev.lock.yaml");
        project.write("stacks/dev.lock.yaml", lock.replace("--stack dev", "--stack staging"));

        const { findings, status } = await checkProject(project, { rules: ["copied-lock"] });
        assert.deepEqual(
            findings.map(({ level, file, reason }) => [level, file, reason]),
            [
                [
                    "warning",
                    "stacks/dev.lock.yaml",
                    "it was written for staging, and says how long the pins have run there",
                ],
            ],
        );
        assert.equal(status, ExitStatus.ok);
        const updated = await project.run("update", "--offline", "--stack", "dev", "--at", "2026-10-05");
        assert.equal(updated.status, ExitStatus.ok);
        assert.match(project.read("stacks/dev.lock.yaml"), /--stack dev\n/);
        assert.match(project.read("stacks/dev.lock.yaml"), /version: 2\.9\.4\n {4}since: "2026-10-05"/);
    });

    it("says nothing of a stack's own lock", () => {
        const project = fresh();
        const stack = { settings: { stack: "dev" } } as unknown as Parameters<
            typeof lockOwnerFindings
        >[0]["stack"];

        assert.deepEqual(lockOwnerFindings({ root: project.root, stack }), []);
    });
});
