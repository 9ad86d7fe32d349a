import assert from "node:assert/strict";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { parseMeshPin } from "../../lifecycle/settings/mesh-pin";
import { projects } from "../support/project";

describe("windlass pin", () => {
    const fresh = projects();

    it("prints what another pipeline reads", async () => {
        const { status, printed } = await fresh().run("pin", "--stack", "dev");

        assert.equal(status, ExitStatus.ok);
        assert.equal(parseMeshPin("mesh.yaml", `${printed}\n`).settings.stack, "dev");
    });

    it("prints nothing of a stack whose lock is for another range", async () => {
        const project = fresh();
        project.replace("stacks/Pulumi.dev.yaml", "range: ~1.31", "range: ~1.30");

        const { status, printed, noted } = await project.run("pin", "--stack", "dev");

        assert.equal(status, ExitStatus.badInput);
        assert.equal(printed, "");
        assert.match(noted, /^stacks\/dev\.lock\.yaml:\d+: istio\.range/);
    });

    it("wants a stack", async () => {
        const { status, noted } = await fresh().run("pin");

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /^--stack: One stack is needed/);
    });
});
