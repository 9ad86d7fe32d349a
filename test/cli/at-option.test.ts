import assert from "node:assert/strict";

import { readMoment } from "../../cli/at-option";

describe("readMoment", () => {
    it("is the start of the named day", () => {
        assert.deepEqual(readMoment({ at: "2026-10-05" }), { time: Date.UTC(2026, 9, 5), asked: true });
    });

    it("is now where no day is named", () => {
        const before = Date.now();
        const { time, asked } = readMoment({});

        assert.equal(asked, false);
        assert.ok(time >= before && time <= Date.now());
    });

    it("names the option in its complaint", () => {
        assert.throws(() => readMoment({ at: "2026-02-30" }), {
            message: '--at: "2026-02-30": must be a day of the calendar. Write it as 2026-10-01.',
        });
    });
});
