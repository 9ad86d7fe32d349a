import assert from "node:assert/strict";

import { GATES, TOOL_GATES } from "../../../../lifecycle/versions/gates/gates";

describe("the gates", () => {
    it("judge in a fixed order", () => {
        assert.deepEqual(
            GATES.map(({ name }) => name),
            [
                "exists",
                "stable",
                "range",
                "hold",
                "age",
                "support",
                "bulletin",
                "kubernetes",
                "skew",
                "pair",
                "step",
                "downgrade",
                "artifacts",
                "client",
                "catalog",
            ],
        );
    });

    it("judge tools by those that apply to them, in the same order", () => {
        assert.deepEqual(
            TOOL_GATES.map(({ name }) => name),
            ["exists", "stable", "range", "hold", "age", "support", "kubernetes", "downgrade", "catalog"],
        );
    });
});
