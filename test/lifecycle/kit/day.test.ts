import assert from "node:assert/strict";

import { dayOf, dayStart, daysBetween, endOf, momentText } from "../../../lifecycle/kit/day";

describe("days", () => {
    for (const text of ["2026-02-30", "2026-2-3", "", "2026-10-01T00:00:00Z", "x", "2026-10-01\n"]) {
        it(`does not take ${JSON.stringify(text)} for a day`, () => {
            assert.equal(dayStart(text), undefined);
        });
    }

    it("start at midnight in UTC", () => {
        assert.equal(dayStart("2026-10-01"), Date.UTC(2026, 9, 1));
        assert.equal(dayOf(Date.UTC(2026, 9, 1, 23, 59)), "2026-10-01");
    });

    it("end when the next one starts, and months with their last", () => {
        assert.equal(endOf("2026-10-12"), Date.UTC(2026, 9, 13));
        assert.equal(endOf("2026-12"), Date.UTC(2027, 0, 1));
        assert.equal(endOf("2026-13"), undefined);
        assert.equal(endOf("soon"), undefined);
    });

    it("are counted whole, and backwards", () => {
        assert.equal(daysBetween(Date.UTC(2026, 9, 1), Date.UTC(2026, 10, 21, 23)), 51);
        assert.equal(daysBetween(Date.UTC(2026, 9, 2), Date.UTC(2026, 9, 1)), -1);
    });

    it("have moments to the second, without its fractions", () => {
        assert.equal(momentText(Date.UTC(2026, 10, 21, 13, 30, 5, 999)), "2026-11-21T13:30:05Z");
    });
});
