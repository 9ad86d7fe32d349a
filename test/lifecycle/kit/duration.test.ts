import assert from "node:assert/strict";

import fc from "fast-check";

import { parseDuration, wholeDays } from "../../../lifecycle/kit/duration";

describe("parseDuration", () => {
    const good = {
        "0d": 0,
        "3d": 259_200_000,
        "36h": 129_600_000,
        "90m": 5_400_000,
        "9999d": 863_913_600_000,
    };
    for (const [text, milliseconds] of Object.entries(good)) {
        it(`reads ${text} as ${milliseconds} ms`, () => {
            assert.equal(parseDuration(text), milliseconds);
        });
    }

    for (const text of ["", "3", "d", "-1d", "3 d", "3D", "1.5h", "3w", "03d", "10000d", "3d\n", "1d12h"]) {
        it(`refuses ${JSON.stringify(text)}`, () => {
            assert.throws(() => parseDuration(text), {
                message: `${JSON.stringify(text)}: must be a duration of days, hours or minutes. Write it as 3d, 36h or 90m.`,
            });
        });
    }

    it("counts a day as 24 hours and an hour as 60 minutes", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 6 }), (days) => {
                assert.equal(parseDuration(`${days}d`), parseDuration(`${days * 24}h`));
                assert.equal(parseDuration(`${days}h`), parseDuration(`${days * 60}m`));
            }),
        );
    });
});

describe("wholeDays", () => {
    it("counts no day that is not over", () => {
        assert.deepEqual(["120d", "47h", "24h", "90m"].map(wholeDays), [120, 1, 1, 0]);
    });
});
