import assert from "node:assert/strict";
import { projects } from "../support/project";

const LIFT = ["hold", "lift", "--version", "1.31.1", "--reason", "mended", "--at", "2026-10-05"];

describe("windlass hold lift", () => {
    const fresh = projects();

    for (const [args, message] of [
        [["--stack", "dev"], /^--version: "1\.31\.1": No hold of istio 1\.31\.1 is known in dev\. See /],
        [[], /^--stack: No hold of istio 1\.31\.1 is known\. Choose dev, production, staging\.$/],
        [["--stack", "dev", "--pull", "x"], /^--pull: "x": must be the number of a pull request/],
    ] as const) {
        it(`refuses ${args.join(" ") || "what no stack holds"}`, async () => {
            const { status, noted } = await fresh().run(...LIFT, ...args);

            assert.equal(status, 2);
            assert.match(noted.split("\n").at(-1) ?? "", message);
        });
    }

    it("lifts the hold of a pull request that was closed, which only its number names", async () => {
        const project = fresh();

        assert.equal((await project.run(...LIFT, "--stack", "dev", "--pull", "7")).status, 0);
        assert.match(project.read("stacks/holds.yaml"), /of: "#7"/);
    });
});
