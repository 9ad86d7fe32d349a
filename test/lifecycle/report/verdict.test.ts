import assert from "node:assert/strict";

import type { ConcernLevel } from "../../../lifecycle/report/concerns";
import { countFleet, verdictOf } from "../../../lifecycle/report/verdict";
import { troubledFleet } from "../../support/report-fleet";

describe("a fleet in one sentence", () => {
    const { stacks } = troubledFleet();
    const [base] = stacks;
    const sentence = (...levels: readonly ConcernLevel[]): string => {
        assert.ok(base);
        return verdictOf(levels.map((level) => ({ ...base, concern: { level, reasons: [] } }))).sentence;
    };

    it("says how many fail, and how many somebody should look at", () => {
        assert.equal(sentence("fine", "moving"), "Nothing asks for a person");
        assert.equal(sentence("failing"), "1 of 1 stack is failing");
        assert.equal(
            sentence("failing", "failing", "attention"),
            "2 of 3 stacks are failing, and 1 more needs a look",
        );
        assert.equal(sentence("attention", "attention", "fine"), "2 of 3 stacks need a look");
    });

    it("counts what a person asks for", () => {
        const counts = new Map(countFleet(stacks));
        assert.equal(counts.get("stacks"), 7);
        assert.equal(counts.get("with a known fault"), 3);
        assert.equal(counts.get("with something held"), 3);
        assert.equal(counts.get("not seen"), 1);
        assert.equal(counts.get("pods on an older proxy than is pinned"), 15);
    });
});
