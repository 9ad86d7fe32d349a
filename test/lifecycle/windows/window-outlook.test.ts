import assert from "node:assert/strict";

import { NO_WINDOWS, type WindowBook, lanesOf } from "../../../lifecycle/windows/window-book";
import { windowOutlook } from "../../../lifecycle/windows/window-outlook";

const all = { expedited: false, waves: [] };
const book: WindowBook = {
    timeZone: "Europe/Berlin",
    windows: [
        { schedule: "0 9 * * MON-THU", duration: "7h", ...all },
        { schedule: "0 6 * * *", duration: "16h", ...all, expedited: true },
    ],
    freezes: [{ from: "2026-12-18", to: "2027-01-03", reason: "Christmas", ...all }],
};
const place = { wave: 0, windows: [], freezes: [] };
const outlook = (at: string, of = book) => windowOutlook(lanesOf(of, place), Date.parse(`${at}:00Z`));
const CHRISTMAS = ["freeze", "2026-12-18 00:00 Europe/Berlin to 2027-01-04 00:00 Europe/Berlin: Christmas"];

describe("windowOutlook", () => {
    it("is nothing for a stack that may move at any time", () => {
        assert.equal(outlook("2026-10-05T12:00", NO_WINDOWS), undefined);
    });

    it("says when an open window closes", () => {
        const found = outlook("2026-10-05T12:00");
        assert.deepEqual([found?.isOpen, found?.closes, found?.opens], [true, "2026-10-05T14:00:00Z", null]);
        assert.deepEqual(found?.words, [["window", "open until 2026-10-05 16:00 Europe/Berlin"]]);
    });

    it("says when a closed one opens, in either lane", () => {
        assert.deepEqual(outlook("2026-10-09T12:00")?.words, [
            ["window", "closed, opens on 2026-10-12 09:00 Europe/Berlin"],
            ["expedited", "open for what mends a known fault"],
        ]);
        const night = outlook("2026-10-09T22:00");
        assert.deepEqual(night?.words[1], [
            "expedited",
            "opens for what mends a known fault on 2026-10-10 06:00 Europe/Berlin",
        ]);
        assert.deepEqual(
            [night.opens, night.expeditedOpens],
            ["2026-10-12T07:00:00Z", "2026-10-10T04:00:00Z"],
        );
    });

    it("tells of freezes ahead, and of one that holds", () => {
        assert.deepEqual(outlook("2026-11-02T12:00")?.words.at(-1), CHRISTMAS);
        const during = outlook("2026-12-20T12:00");
        assert.deepEqual(during?.words, [
            ["window", "closed, opens on 2027-01-04 09:00 Europe/Berlin"],
            ["expedited", "opens for what mends a known fault on 2027-01-04 06:00 Europe/Berlin"],
            CHRISTMAS,
        ]);
        assert.deepEqual(during.freezes, [
            { from: "2026-12-17T23:00:00Z", to: "2027-01-03T23:00:00Z", reason: "Christmas" },
        ]);
    });
});
