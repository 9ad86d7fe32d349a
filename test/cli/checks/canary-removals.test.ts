import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ExitStatus } from "../../../lifecycle/errors";
import { commitBase, freshenSidecars } from "../../render/diff/repository";
import { checkProject, keepOnly } from "../../support/check";
import { type Project, projects } from "../../support/project";

const check = (project: Project) =>
    checkProject(project, { args: ["--from", "base"], rules: ["canary-removal"] });

describe("canaryRemovalFindings", () => {
    const fresh = projects();

    it("refuses a Canary that Flux would delete with its target, and passes one that goes alone", async () => {
        const project = fresh();
        keepOnly(project, "production");
        commitBase(project);
        const canary = project.read("apps/backend/canary.yaml");
        rmSync(join(project.root, "apps/backend/canary.yaml"));
        freshenSidecars(project, "production");
        const alone = await check(project);
        project.write("apps/backend/canary.yaml", canary);
        project.replace("stacks/Pulumi.production.yaml", "      - backend\n", "");
        freshenSidecars(project, "production");

        const together = await check(project);

        assert.deepEqual(alone.found, []);
        assert.deepEqual(together.found, ["refused production"]);
        assert.equal(together.status, ExitStatus.refused);
        assert.match(
            together.findings[0]?.reason ?? "",
            /^Flux would delete it together with prod\/Deployment\/backend and prod\/HorizontalPodAutoscaler\/backend, /,
        );
    });
});
