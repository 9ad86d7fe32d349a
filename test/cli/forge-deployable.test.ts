import assert from "node:assert/strict";

import { ExitStatus } from "../../lifecycle/errors";
import { type Project, projects } from "../support/project";

describe("windlass forge deployable", () => {
    const fresh = projects();
    const run = (project: Project, outputs: unknown, stack = "dev") => {
        project.write("outputs.json", typeof outputs === "string" ? outputs : JSON.stringify(outputs));
        const file = `${project.root}/outputs.json`;
        return project.run("forge", "deployable", "--stack", stack, "--outputs", file, "--at", "2026-10-05");
    };
    const outputs = (controlPlane: string, proxies: string): unknown => ({
        istio: { controlPlane, proxies },
    });

    it("lets a stack go that was never deployed, stays or takes one step", async () => {
        const project = fresh();

        assert.equal((await run(project, {})).status, ExitStatus.ok);
        assert.equal((await run(project, outputs("1.31.1", "1.31.1"))).status, ExitStatus.ok);
        assert.equal((await run(project, outputs("1.31.1", "1.31.0"))).status, ExitStatus.ok);
    });

    it("refuses several steps at once, and names them", async () => {
        const { status, noted } = await run(fresh(), outputs("1.30.5", "1.30.5"));

        assert.equal(status, ExitStatus.refused);
        assert.match(
            noted,
            /^stacks\/dev\.lock\.yaml: "control plane 1\.30\.5 → 1\.31\.1, proxies 1\.30\.5 → 1\.31\.1": would be deployed at once: .+\. Deploy the commits between, one after the other: control plane 1\.30\.5 → 1\.31\.1, then proxies 1\.30\.5 → 1\.31\.1\.$/,
        );
    });

    it("refuses what are no outputs", async () => {
        const project = fresh();

        assert.equal((await run(project, "no JSON")).status, ExitStatus.badInput);
        assert.equal((await run(project, outputs("$(id)", "1.31.1"))).status, ExitStatus.badInput);
        assert.equal((await run(project, {}, "none")).status, ExitStatus.badInput);
    });
});
