import assert from "node:assert/strict";

import { HABITS, simulateHabit } from "../../../tools/year/habits";
import { simulateYear } from "../../../tools/year/year";
import { yearFleet } from "../../../tools/year/year-fleet";
import { catalog } from "../../support/stack-pins";

const about = { catalog, from: Date.UTC(2025, 9, 1, 10), to: Date.UTC(2026, 9, 1) };

describe("a year of a fleet", function () {
    this.timeout(120_000);
    const fleet = { evidence: "required", unattended: "minor", expeditedSoak: "0d" } as const;
    const settings = yearFleet({ stacks: 5, waves: 5, fleet });

    it("keeps every proxy inside the rules of skew, and starves no stack", () => {
        const { stacks } = simulateYear({ ...about, settings, round: 12 * 3_600_000 });

        assert.deepEqual(
            stacks.map(({ breaches }) => breaches),
            [0, 0, 0, 0, 0],
        );
        assert.ok(stacks.every(({ steps, longestWait }) => steps > 0 && longestWait < 60));
    });

    it("finds what a habit does wrong", () => {
        const habit = HABITS.find(({ name }) => name.startsWith("monthly"));
        assert.ok(habit);
        const { stacks } = simulateHabit(habit, { ...about, settings });

        assert.ok(stacks.every(({ faultyDays }) => faultyDays > 14));
    });
});
