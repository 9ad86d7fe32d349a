import assert from "node:assert/strict";
import { projects } from "../support/project";

describe("windlass forge waves", () => {
    const project = projects();

    for (const [args, message] of [
        [["--jobs", "x"], /^--jobs: "x": must be a number/],
        [["--jobs", "1"], /^--jobs: 1: The stacks have 3 waves/],
    ] as const) {
        it(`refuses ${args.join(" ") || "nothing"}`, async () => {
            const { status, printed, noted } = await project().run("forge", "waves", ...args);

            assert.deepEqual([status, printed], [2, ""]);
            assert.match(noted, message);
        });
    }

    it("prints the stacks of each wave, for as many jobs as a workflow has", async () => {
        const { printed } = await project().run("forge", "waves", "--jobs", "4", "--json");

        assert.equal(printed, '[["dev"],["staging"],["production"],[]]');
    });
});
