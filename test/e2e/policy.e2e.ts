import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import type { TestCluster } from "../support/control-plane";
import { languageHostOrSkip } from "../support/engines";
import { startEngine, stopEngine } from "../support/engine-cluster";
import type { HelmStandIn } from "../support/helm-stand-in";
import { failure } from "../support/pulumi-recovery";
import type { PulumiProject } from "../support/pulumi-workspace";

/** The command of the README, with the real CLI: the pack is loaded by Pulumi's language host. */
describe("pulumi preview --policy-pack policy", function () {
    this.timeout(600_000);
    let cluster: TestCluster;
    let helm: HelmStandIn;
    let project: PulumiProject;

    before(async function () {
        languageHostOrSkip(this);
        ({ cluster, helm, project } = await startEngine(this, "e2e-policy"));
        cpSync(join(__dirname, "..", "..", "policy"), project.path("policy"), { recursive: true });
    });

    after(() => stopEngine({ cluster, helm, project }));

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

        const error = await failure(preview());

        assert.match(error, /exact-versions/);
        assert.match(error, /other:latest/);
    });
});
