import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ExitStatus } from "../../../lifecycle/kit/errors";
import { commitBase, freshenSidecars } from "../../diff/repository";
import { checkProject, keepOnly } from "../../support/check";
import { type Project, projects } from "../../support/project";

const STACK = "stacks/Pulumi.dev.yaml";

const check = (project: Project) =>
    checkProject(project, { args: ["--from", "base"], rules: ["mass-deletion"] });

function removeApps(project: Project): void {
    project.replace(STACK, "      - backend\n", "");
    project.replace(STACK, "      - frontend\n", "");
    freshenSidecars(project, "dev");
}

function waive(project: Project, id: string, file = STACK): void {
    const waiver = `    waivers: [{ id: "${id}", reason: "moved to another cluster", expires: "2026-10-31" }]\n`;
    project.write(file, project.read(file).replace(/^( {4}strategy: .*\n)/m, `$1${waiver}`));
}

describe("removalFindings", () => {
    const fresh = projects();

    it("passes a change that removes little", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        commitBase(project);
        rmSync(join(project.root, "apps/backend/pdb.yaml"));

        assert.deepEqual((await check(project)).found, []);
    });

    it("refuses a change that removes much, until the change itself says that it is meant", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        commitBase(project);
        removeApps(project);

        const refused = await check(project);
        waive(project, "mass-deletion");
        const confirmed = await check(project);

        assert.equal(refused.status, ExitStatus.refused);
        assert.deepEqual(refused.found, ["refused dev"]);
        assert.match(
            refused.findings[0]?.reason ?? "",
            /^the change removes \d+ of its \d+ objects, \d+ %, and 25 % may/,
        );
        assert.deepEqual(confirmed.found, ["waived dev"]);
        assert.equal(confirmed.status, ExitStatus.ok);
    });

    it("refuses a stack that is gone, until another stack confirms it by name", async () => {
        const project = fresh();
        commitBase(project);
        keepOnly(project, "dev");

        const refused = await check(project);
        waive(project, "mass-deletion:staging");
        const confirmed = await check(project);

        assert.deepEqual(refused.found, ["refused production", "refused staging"]);
        assert.deepEqual(confirmed.found, ["refused production", "waived staging"]);
    });
});
