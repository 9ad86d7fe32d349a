import assert from "node:assert/strict";

import { daysLeft, daysOf, healthWords, momentWords, nextWords } from "../../../lifecycle/report/stack-words";
import type { StackReport } from "../../../lifecycle/report/fleet-report";
import { troubledFleet } from "../../support/report-fleet";

describe("words about a stack", () => {
    const [base] = troubledFleet().stacks;
    const next = (change: Partial<StackReport>): string => {
        assert.ok(base);
        return nextWords({ ...base, step: null, ...change });
    };
    const step = (part: "control-plane" | "prune", from: string, to: string) => ({ part, from, to, why: "" });

    it("say what happens next, and when", () => {
        assert.equal(
            next({ step: step("control-plane", "1.30.5", "1.31.0") }),
            "control plane 1.30.5 → 1.31.0, now",
        );
        assert.equal(next({ step: step("prune", "1.30.5", "1.30.5") }), "prune of 1.30.5, now");
        assert.equal(next({ action: "none" }), "no step to take");
        assert.equal(next({ action: "created" }), "its first lock");
        assert.equal(next({ action: "held", free: "2026-10-09" }), "waits until 2026-10-09 at least");
        assert.equal(next({ action: "held", free: null }), "waits, and time alone does not free it");
    });

    it("say how its cluster was, and when", () => {
        assert.ok(base);
        assert.equal(healthWords(base), "healthy, seen 2026-10-05 12:00 UTC");
        assert.equal(healthWords({ ...base, seen: null }), "not seen");
    });

    it("say a moment to the minute", () => {
        assert.equal(momentWords("2026-10-05T12:34:56Z"), "2026-10-05 12:34 UTC");
    });

    it("count days", () => {
        assert.deepEqual(
            [daysOf(1), daysOf(2), daysLeft(3), daysLeft(-1)],
            ["1 day", "2 days", "3 days left", "1 day ago"],
        );
    });
});
