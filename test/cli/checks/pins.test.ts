import assert from "node:assert/strict";
import { checkProject, keepOnly } from "../../support/check";
import { projects } from "../../support/project";

describe("pinFindings", () => {
    const fresh = projects();

    it("warns of vulnerable proxies that are on their way, and names the gate", async () => {
        const project = fresh();
        keepOnly(project, "production");

        const { findings } = await checkProject(project);

        assert.deepEqual(
            findings.map(({ level, rule, about }) => [level, rule, about]),
            [["warning", "bulletin", "proxies 1.31.0"]],
        );
    });
});
