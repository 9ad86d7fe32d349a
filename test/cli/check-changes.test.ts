import assert from "node:assert/strict";
import { ExitStatus } from "../../lifecycle/kit/errors";
import { commitBase } from "../diff/repository";
import { projects } from "../support/project";

describe("windlass check --from", () => {
    const fresh = projects();

    it("refuses a version that does not exist", async () => {
        const project = fresh();
        commitBase(project);

        const { status, noted } = await project.run("check", "--offline", "--from", "--upload-pack=x");

        assert.equal(status, ExitStatus.badInput);
        assert.match(noted, /--from/);
    });
});
