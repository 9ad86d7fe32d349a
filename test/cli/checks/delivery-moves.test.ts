import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ExitStatus } from "../../../lifecycle/kit/errors";
import { commitBase } from "../../diff/repository";
import { checkProject, keepOnly } from "../../support/check";
import { type Project, projects } from "../../support/project";

const STACK = "stacks/Pulumi.production.yaml";

const check = (project: Project) =>
    checkProject(project, { args: ["--from", "base"], rules: ["delivery-move"] });

/** Writes who delivers into the stack. */
function deliver(project: Project, delivery: string, handover: string): void {
    const text = project
        .read(STACK)
        .replace(/ {2}windlass:delivery: .*\n(?: {2}windlass:handover: .*\n)?/, () => {
            return `  windlass:delivery: ${delivery}\n  windlass:handover: ${handover}\n`;
        });
    project.write(STACK, text);
}

function commitAgain(project: Project): void {
    rmSync(join(project.root, ".git"), { recursive: true, force: true });
    commitBase(project);
}

describe("deliveryMoveFindings", () => {
    const fresh = projects();

    it("refuses the way in one step, both ways, and names the steps", async () => {
        for (const [from, to] of [
            ["pulumi", "flux"],
            ["flux", "pulumi"],
        ] as const) {
            const project = fresh();
            keepOnly(project, "production");
            deliver(project, from, "none");
            commitBase(project);
            deliver(project, to, "none");

            const { status, found, findings } = await check(project);

            assert.deepEqual(found, ["refused production"]);
            assert.equal(status, ExitStatus.refused);
            assert.match(findings[0]?.reason ?? "", /would delete/);
            assert.match(
                findings[0]?.remedy ?? "",
                new RegExp(
                    `\\(1\\) delivery: ${from}, handover: underway, then \\(2\\) delivery: ${to}, handover: underway, then \\(3\\) delivery: ${to}, handover: none`,
                ),
            );
        }
    });

    it("passes every step of the way, and warns as long as it is not at its end", async function () {
        this.timeout(120_000);
        const project = fresh();
        keepOnly(project, "production");
        deliver(project, "pulumi", "none");
        commitBase(project);
        const steps = [
            ["pulumi", "underway"],
            ["flux", "underway"],
            ["flux", "none"],
            ["flux", "underway"],
            ["pulumi", "underway"],
            ["pulumi", "none"],
        ] as const;
        for (const [delivery, handover] of steps) {
            deliver(project, delivery, handover);
            const warned = handover === "underway" ? ["warning production"] : [];

            assert.deepEqual((await check(project)).found, warned, `${delivery}, ${handover}`);
            commitAgain(project);
        }
    });

    it("refuses to let an object go in the middle, which nobody would delete", async () => {
        const project = fresh();
        keepOnly(project, "production");
        deliver(project, "pulumi", "underway");
        commitBase(project);
        rmSync(join(project.root, "apps/backend/pdb.yaml"));

        const { findings } = await check(project);

        assert.deepEqual(
            findings.map(({ level }) => level),
            ["warning", "refused"],
        );
        assert.match(
            findings[1]?.reason ?? "",
            /prod\/PodDisruptionBudget\/backend\S* would stay in the cluster/,
        );
    });
});
