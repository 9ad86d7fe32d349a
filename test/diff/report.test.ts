import assert from "node:assert/strict";
import { makeReport } from "../../diff/report";

const version = { ref: "main", commit: undefined };

describe("makeReport", () => {
    it("says a complaint of many stacks once", () => {
        const complaints = ["b", "a"].map((stack) => ({ side: "to" as const, stack, message: "m" }));
        assert.deepEqual(makeReport({ from: version, to: version, comparisons: [], complaints }).unread, [
            { side: "to", message: "m", stacks: ["a", "b"] },
        ]);
    });
});
