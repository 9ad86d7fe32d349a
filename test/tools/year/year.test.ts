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

    it("keeps every proxy inside the rules of skew, starves no stack, and runs known faults for days, not weeks", () => {
        const { stacks } = simulateYear({ ...about, settings, round: 6 * 3_600_000 });

        assert.deepEqual(
            stacks.map(({ breaches }) => breaches),
            [0, 0, 0, 0, 0],
        );
        assert.ok(
            stacks.every(({ steps, longestWait, asked }) => steps > 0 && longestWait < 60 && asked === 0),
        );
        const days = stacks.map(({ faultyDays }) => faultyDays);
        // Earlier waves first, and even the last one faster than whoever takes the newest release on its first day.
        assert.deepEqual(
            days,
            [...days].sort((a, b) => a - b),
        );
        assert.ok((days.at(-1) ?? Infinity) < 14, days.join(", "));
    });

    it("finds what a habit does wrong", () => {
        const habit = HABITS.find(({ name }) => name.startsWith("monthly"));
        assert.ok(habit);
        const { stacks } = simulateHabit(habit, { ...about, settings });

        assert.ok(stacks.every(({ faultyDays }) => faultyDays > 14));
    });
});
