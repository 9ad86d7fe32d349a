import assert from "node:assert/strict";
import { projects } from "../support/project";

describe("windlass __complete stacks", () => {
    const fresh = projects();

    it("prints the stacks one a line, and reads no file of theirs", async () => {
        const project = fresh();
        project.write("stacks/Pulumi.broken.yaml", "{");

        const { status, printed } = await project.run("__complete", "stacks");

        assert.equal(status, 0);
        assert.deepEqual(printed.split("\n"), ["broken", "dev", "production", "staging"]);
    });
});
