import assert from "node:assert/strict";
import { run } from "../../cli/forge-holds";
import { recordedInvocation } from "../support/invocation";
import { projects } from "../support/project";

describe("windlass forge holds", () => {
    const project = projects();

    it("asks nobody outside of a workflow", async () => {
        const { invocation, printed } = recordedInvocation(project().root);

        await assert.rejects(async () => run(invocation), /^WindlassError: GITHUB_/);
        assert.deepEqual(printed, []);
    });
});
