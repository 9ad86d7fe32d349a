import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ExitStatus } from "../../../lifecycle/kit/errors";
import { commitBase, freshenSidecars } from "../../diff/repository";
import { checkProject, keepOnly } from "../../support/check";
import { type Project, projects } from "../../support/project";

const check = (project: Project) =>
    checkProject(project, { args: ["--from", "base"], rules: ["canary-removal", "canary-service"] });

const CANARY = "apps/backend/canary.yaml";
const SERVICE =
    "{apiVersion: v1, kind: Service, metadata: {name: backend, namespace: prod}, spec: {selector: {app: backend}, ports: [{port: 9898}]}}\n";

describe("canaryRemovalFindings", () => {
    const fresh = projects();

    it("refuses a Canary that Flux would delete with its target, and one that goes alone with the Service others call", async () => {
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

        assert.deepEqual(alone.found, ["refused production"]);
        assert.equal(
            alone.findings[0]?.reason,
            "the Service backend that Flagger made for it (called by prod/Deployment/frontend) is deleted with it, and the change declares no other",
        );
        assert.deepEqual(together.found, ["refused production"]);
        assert.equal(together.status, ExitStatus.refused);
        assert.match(
            together.findings[0]?.reason ?? "",
            /^Flux would delete it together with prod\/Deployment\/backend and prod\/HorizontalPodAutoscaler\/backend, /,
        );
    });

    it("warns where the change declares the Service, which Flagger's takes with it unless it is released", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        commitBase(project);
        rmSync(join(project.root, CANARY));
        project.write("apps/backend/service.yaml", SERVICE);
        freshenSidecars(project, "dev");

        const { found, findings, status } = await check(project);

        assert.deepEqual(found, ["warning dev"]);
        assert.equal(status, ExitStatus.ok);
        assert.match(
            findings[0]?.reason ?? "",
            /^the Service backend it declares \(called by prod\/Deployment\/frontend\) takes over/,
        );
    });

    it("refuses one that leaves its target at zero, and lets a waiver pass it", async () => {
        const project = fresh();
        keepOnly(project, "dev");
        project.replace(CANARY, "  revertOnDeletion: true\n", "");
        commitBase(project);
        rmSync(join(project.root, CANARY));
        project.write("apps/backend/service.yaml", SERVICE);
        project.replace(
            "stacks/Pulumi.dev.yaml",
            "    strategy: in-place",
            "    waivers: [{ id: canary-service, reason: it moves, expires: '2026-10-01' }]\n    strategy: in-place",
        );
        freshenSidecars(project, "dev");

        const { found, findings } = await check(project);

        assert.deepEqual(found, ["waived dev"]);
        assert.match(
            findings[0]?.reason ?? "",
            /its target stays at 0 replicas, for revertOnDeletion is not set/,
        );
    });
});
