import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ExitStatus } from "../../lifecycle/errors";
import { commitBase, freshenSidecars } from "../render/diff/repository";
import { type Project, projects } from "../support/project";

const STACK = "stacks/Pulumi.dev.yaml";
const OTHERS = ["production", "staging"];

async function check(project: Project, rule = "mass-deletion") {
    const result = await project.run("check", "--offline", "--at", "2026-10-01", "--from", "base", "--json");
    if (result.printed === "") throw new Error(result.noted);
    const { findings } = JSON.parse(result.printed) as {
        findings: { stack: string; rule: string; level: string; reason: string }[];
    };
    const found = findings.filter((finding) => finding.rule === rule);
    return {
        status: result.status,
        found: found.map(({ stack, level }) => `${level} ${stack}`),
        findings: found,
    };
}

/** Leaves one stack, so that a test evaluates no more than it needs. */
function alone(project: Project): void {
    for (const stack of OTHERS) {
        for (const file of [`Pulumi.${stack}.yaml`, `${stack}.lock.yaml`, `${stack}.sidecars.yaml`]) {
            rmSync(join(project.root, "stacks", file));
        }
    }
}

function removeApps(project: Project): void {
    project.replace(STACK, "      - backend\n", "");
    project.replace(STACK, "      - frontend\n", "");
    freshenSidecars(project, "dev");
}

function waive(project: Project, id: string, file = STACK): void {
    const waiver = `    waivers: [{ id: "${id}", reason: "moved to another cluster", expires: "2026-10-31" }]\n`;
    project.write(file, project.read(file).replace(/^( {4}strategy: .*\n)/m, `$1${waiver}`));
}

describe("windlass check --from", () => {
    const fresh = projects();

    it("passes a change that removes little", async () => {
        const project = fresh();
        alone(project);
        commitBase(project);
        rmSync(join(project.root, "apps/backend/pdb.yaml"));

        assert.deepEqual((await check(project)).found, []);
    });

    it("refuses a change that removes much, until the change itself says that it is meant", async () => {
        const project = fresh();
        alone(project);
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
        alone(project);

        const refused = await check(project);
        waive(project, "mass-deletion:staging");
        const confirmed = await check(project);

        assert.deepEqual(refused.found, ["refused production", "refused staging"]);
        assert.deepEqual(confirmed.found, ["refused production", "waived staging"]);
    });

    it("refuses a move between modes that would leave pods without a proxy, and passes its first step", async () => {
        const project = fresh();
        alone(project);
        commitBase(project);
        const moves = async (mode: string) => {
            project.write(STACK, project.read(STACK).replace(/mode: \w+/, `mode: ${mode}`));
            freshenSidecars(project, "dev");
            const { printed } = await project.run(
                "check",
                "--offline",
                "--at",
                "2026-10-01",
                "--from",
                "base",
                "--json",
            );
            const { findings } = JSON.parse(printed) as { findings: { rule: string; reason: string }[] };
            return findings.filter(({ rule }) => rule === "mode-move").map(({ reason }) => reason);
        };

        assert.match(
            (await moves("webhook"))[0] ?? "",
            /^namespace prod cannot go from git to webhook in one step/,
        );
        assert.deepEqual(await moves("pin"), []);
    });

    it("refuses a version that does not exist", async () => {
        const project = fresh();
        commitBase(project);

        const { status, noted } = await project.run("check", "--offline", "--from", "--upload-pack=x");

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /--from/);
    });

    it("refuses a Canary that Flux would delete with its target, and passes one that goes alone", async () => {
        const project = fresh();
        for (const stack of ["dev", "staging"]) {
            for (const file of [`Pulumi.${stack}.yaml`, `${stack}.lock.yaml`, `${stack}.sidecars.yaml`])
                rmSync(join(project.root, "stacks", file));
        }
        commitBase(project);
        const canary = project.read("apps/backend/canary.yaml");
        rmSync(join(project.root, "apps/backend/canary.yaml"));
        freshenSidecars(project, "production");
        const alone = await check(project, "canary-removal");
        project.write("apps/backend/canary.yaml", canary);
        project.replace("stacks/Pulumi.production.yaml", "      - backend\n", "");
        freshenSidecars(project, "production");

        const together = await check(project, "canary-removal");

        assert.deepEqual(alone.found, []);
        assert.deepEqual(together.found, ["refused production"]);
        assert.equal(together.status, ExitStatus.refused);
        assert.match(
            together.findings[0]?.reason ?? "",
            /^Flux would delete it together with prod\/Deployment\/backend and prod\/HorizontalPodAutoscaler\/backend, /,
        );
    });
});
