import assert from "node:assert/strict";
import { projects } from "../support/project";

const HOLDS = {
    schema: "windlass/holds/v1",
    holds: [
        {
            stack: "staging",
            system: "istio",
            version: "1.31.1",
            reason: "slow",
            since: "2026-10-01",
            of: "#7",
        },
    ],
};

describe("windlass hold list", () => {
    const fresh = projects();

    it("lists what a forge says is held, for the stack and the waves after it", async () => {
        const project = fresh();
        project.write("holds.json", JSON.stringify(HOLDS));

        const { status, printed } = await project.run(
            "hold",
            "list",
            "--json",
            "--holds",
            `${project.root}/holds.json`,
        );

        const { holds } = JSON.parse(printed) as {
            readonly holds: readonly Readonly<Record<string, string>>[];
        };
        assert.equal(status, 0);
        assert.deepEqual(
            holds.map(({ concerns, stack, state }) => [concerns, stack, state]),
            [
                ["production", "staging", "in force"],
                ["staging", "staging", "in force"],
            ],
        );
    });
});
