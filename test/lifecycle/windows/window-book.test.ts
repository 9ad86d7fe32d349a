import assert from "node:assert/strict";

import { NO_WINDOWS, type WindowBook, lanesOf } from "../../../lifecycle/windows/window-book";

const window = (
    schedule: string,
    more: { readonly expedited?: boolean; readonly waves?: readonly number[] } = {},
) => ({
    schedule,
    duration: "7h",
    expedited: false,
    waves: [],
    ...more,
});
const freeze = (
    from: string,
    more: { readonly expedited?: boolean; readonly waves?: readonly number[] } = {},
) => ({
    from,
    to: "2027-01-03",
    reason: "sale",
    expedited: false,
    waves: [],
    ...more,
});
const book: WindowBook = {
    timeZone: "Europe/Berlin",
    windows: [
        window("0 9 * * *"),
        window("0 6 * * *", { expedited: true }),
        window("0 10 * * *", { waves: [2] }),
        window("0 11 * * *", { waves: [2, 3] }),
    ],
    freezes: [
        freeze("2026-12-18"),
        freeze("2026-12-19", { waves: [2] }),
        freeze("2026-12-20", { expedited: true }),
    ],
};
const place = (wave: number) => ({ wave, windows: [], freezes: [] });
const schedules = (lane: { readonly windows: readonly { readonly schedule: string }[] }): readonly string[] =>
    lane.windows.map(({ schedule }) => schedule.slice(2, 4).trim());
const begins = (lane: { readonly freezes: readonly { readonly from: string }[] }): readonly string[] =>
    lane.freezes.map(({ from }) => from.slice(8));

describe("lanesOf", () => {
    it("takes the fleet's windows where nothing else is said", () => {
        const { normal, expedited } = lanesOf(book, place(0));
        assert.deepEqual([schedules(normal), schedules(expedited)], [["9"], ["9", "6"]]);
    });

    it("takes a wave's in place of the fleet's, and the fleet's expedited ones all the same", () => {
        const { normal, expedited } = lanesOf(book, place(2));
        assert.deepEqual(
            [schedules(normal), schedules(expedited)],
            [
                ["10", "11"],
                ["10", "11", "6"],
            ],
        );
    });

    it("takes a stack's own in place of both, with its own clock", () => {
        const own = {
            schedule: "0 22 * * SAT",
            duration: "8h",
            timeZone: "America/New_York",
            expedited: false,
        };
        const { normal, expedited } = lanesOf(book, { ...place(2), windows: [own] });
        assert.deepEqual([schedules(normal), schedules(expedited)], [["22"], ["22", "6"]]);
        assert.deepEqual(
            [normal.timeZone, expedited.windows[1]?.timeZone],
            ["America/New_York", "Europe/Berlin"],
        );
    });

    it("holds freezes of all together; the expedited lane goes on where they say so", () => {
        const own = { from: "2026-12-21", to: "2026-12-22", reason: "move", expedited: false };
        const { normal, expedited } = lanesOf(book, { ...place(2), freezes: [own] });
        assert.deepEqual(
            [begins(normal), begins(expedited)],
            [
                ["21", "18", "19", "20"],
                ["21", "18", "19"],
            ],
        );
        assert.deepEqual(begins(lanesOf(book, place(1)).normal), ["18", "20"]);
    });

    it("narrows nothing by a window of the expedited lane alone", () => {
        const only = { ...NO_WINDOWS, windows: [window("0 6 * * *", { expedited: true })] };
        const { normal, expedited } = lanesOf(only, place(0));
        assert.deepEqual([normal.windows, expedited.windows], [[], []]);
    });

    it("gives stacks of a wave that have nothing of their own the very same lanes", () => {
        assert.equal(lanesOf(book, place(2)), lanesOf(book, place(2)));
        assert.notEqual(lanesOf(book, place(2)), lanesOf(book, place(1)));
    });
});
