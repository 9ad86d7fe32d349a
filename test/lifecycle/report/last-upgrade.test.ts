import assert from "node:assert/strict";

import { lastUpgrade, newer, upgradeSpan } from "../../../lifecycle/report/last-upgrade";
import { movedLock } from "../../support/report-fleet";
import { lockAt } from "../../support/stack-pins";

const until = Date.parse("2026-10-05T00:00:00Z");
const time = (day: string) => Date.parse(`${day}T00:00:00Z`);
const locks = [
    movedLock("1.31.1", "1.31.0", "2026-09-24"),
    movedLock("1.31.1", "1.31.0", "2026-09-28"),
    movedLock("1.31.0", "1.30.9", "2026-07-01"),
    lockAt("1.31.0"),
];

describe("the last upgrade", () => {
    it("goes to the version that a stack moved to last, from the day before the first of them", () => {
        assert.deepEqual(upgradeSpan(locks, until), { to: "1.31.1", from: time("2026-09-23"), until });
    });

    it("is none where no stack has ever moved", () => {
        assert.equal(upgradeSpan([lockAt("1.31.1")], until), undefined);
        assert.equal(lastUpgrade({ locks: [], until }), undefined);
    });

    it("is told by pins, before, at each move, and now", () => {
        const { unit, versions, points } = lastUpgrade({ locks, until }) ?? {};
        assert.deepEqual([unit, versions], ["stacks", ["1.31.0", "1.31.1"]]);
        assert.deepEqual(
            points?.map(({ at, counts }) => [at.slice(0, 10), ...counts]),
            [
                ["2026-09-23", 4, 0],
                ["2026-09-24", 3, 1],
                ["2026-09-28", 2, 2],
                ["2026-10-05", 2, 2],
            ],
        );
    });

    it("is told by pods where these were seen twice in that time", () => {
        const look = (day: string, count: number) => ({
            time: time(day),
            proxies: [{ version: "1.31.1", count }],
        });
        const looks = [
            look("2026-09-01", 1),
            look("2026-09-25", 2),
            look("2026-10-01", 3),
            look("2026-10-09", 4),
        ];
        const { unit, points } = lastUpgrade({ locks, until, looks }) ?? {};
        assert.equal(unit, "pods");
        assert.deepEqual(
            points?.map(({ counts }) => counts),
            [[2], [3]],
        );
        assert.equal(lastUpgrade({ locks, until, looks: looks.slice(0, 2) })?.unit, "stacks");
    });

    it("has the newest version first, and what is no version last", () => {
        const sorted = ["unknown", "1.9.0", "1.31.0"].map((version) => ({ version })).sort(newer);
        assert.deepEqual(
            sorted.map(({ version }) => version),
            ["1.31.0", "1.9.0", "unknown"],
        );
    });
});
