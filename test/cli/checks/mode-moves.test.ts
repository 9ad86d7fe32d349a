import assert from "node:assert/strict";
import { commitBase, freshenSidecars } from "../../diff/repository";
import { checkProject, keepOnly } from "../../support/check";
import { type Project, projects } from "../../support/project";

const STACK = "stacks/Pulumi.dev.yaml";

const check = (project: Project) => checkProject(project, { args: ["--from", "base"], rules: ["mode-move"] });

describe("modeMoveFindings", () => {
    const fresh = projects();

    it("refuses a move between modes that would leave pods without a proxy, and passes its first step", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        commitBase(project);
        const moves = async (mode: string) => {
            project.write(STACK, project.read(STACK).replace(/mode: \w+/, `mode: ${mode}`));
            freshenSidecars(project, "dev");
            return (await check(project)).findings.map(({ reason }) => reason);
        };

        assert.match(
            (await moves("webhook"))[0] ?? "",
            /^namespace prod cannot go from git to webhook in one step/,
        );
        assert.deepEqual(await moves("pin"), []);
    });
});
