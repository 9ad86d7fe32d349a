import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { type EngineCluster, startEngineCluster } from "../support/engine-cluster";
import { MeshChanges } from "../support/mesh-changes";
import { providePolicyRunner } from "../support/policy-runner";
import { failure } from "../support/pulumi-recovery";
import type { PulumiProject } from "../support/pulumi-workspace";
import { istioctlVersionOrSkip } from "../support/real-istioctl";

/** The command of the README, with the real engine, which loads the pack. */
describe("pulumi preview --policy-pack policy", function () {
    this.timeout(600_000);
    let site: EngineCluster | undefined;
    let project: PulumiProject;

    before(async function () {
        await istioctlVersionOrSkip(this);
        site = await startEngineCluster(this, { name: "e2e-policy" });
        ({ project } = site);
        cpSync(join(__dirname, "..", "..", "policy"), project.path("policy"), { recursive: true });
        providePolicyRunner(project.path("home"));
    });

    after(() => site?.stop());

    const preview = async (): Promise<unknown> =>
        (await project.stack()).preview({ policyPacks: [project.path("policy")] });

    it("passes the stack as it stands", async () => {
        await preview();
    });

    it("refuses an image that anything may be", async () => {
        project.replace(
            "apps/loadtester/deployment.yaml",
            "image: ",
            "image: docker.io/example/other:latest # ",
        );

        await new MeshChanges(project).inject(); // Else the program refuses the sidecar, and the pack sees nothing.

        const error = await failure(preview());

        assert.match(error, /exact-versions/);
        assert.match(error, /other:latest/);
    });
});
