import assert from "node:assert/strict";

import {
    freezeSpan,
    freezesAhead,
    freezesAt,
    isOpen,
    nextClosing,
    nextOpening,
} from "../../../lifecycle/windows/openings";
import type { Freeze, Lane, Window } from "../../../lifecycle/windows/window-book";

const at = (text: string): number => Date.parse(`${text}:00Z`);
const shown = (time: number | undefined): string | undefined =>
    time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);

const window = (schedule: string, duration: string, timeZone = "Europe/Berlin"): Window => ({
    schedule,
    duration,
    timeZone,
});
const freeze = (from: string, to: string, timeZone = "Europe/Berlin"): Freeze => ({
    from,
    to,
    timeZone,
    reason: "sale",
});
const lane = (windows: readonly Window[], freezes: readonly Freeze[] = []): Lane => ({
    windows,
    freezes,
    timeZone: "Europe/Berlin",
});

/** When one opening of a window begins and ends, in UTC: around it, it is closed. */
const openings: readonly (readonly [what: string, window: Window, from: string, to: string])[] = [
    ["in winter", window("0 9 * * MON-THU", "7h"), "2026-01-15T08:00", "2026-01-15T15:00"],
    ["in summer", window("0 9 * * MON-THU", "7h"), "2026-07-15T07:00", "2026-07-15T14:00"],
    [
        "over midnight into a day the schedule does not name",
        window("0 22 * * SUN", "8h"),
        "2026-01-18T21:00",
        "2026-01-19T05:00",
    ],
    ["of several days", window("0 18 * * FRI", "2d"), "2026-01-16T17:00", "2026-01-18T17:00"],
    ["of minutes", window("15 9 * * *", "90m", "Asia/Kathmandu"), "2026-01-15T03:30", "2026-01-15T05:00"],
    [
        "over the spring gap: an hour less, until the same time by the clock",
        window("0 22 * * SAT", "8h"),
        "2026-03-28T21:00",
        "2026-03-29T04:00",
    ],
    [
        "over the autumn overlap: an hour more, until the same time by the clock",
        window("0 22 * * SAT", "8h"),
        "2026-10-24T20:00",
        "2026-10-25T05:00",
    ],
    [
        "that would open in the gap: from its end on",
        window("30 2 * * *", "2h"),
        "2026-03-29T01:00",
        "2026-03-29T03:00",
    ],
    [
        "that would close in the gap: as long after it",
        window("0 1 * * *", "90m"),
        "2026-03-29T00:00",
        "2026-03-29T01:30",
    ],
    [
        "that opens in the overlap: the first time",
        window("30 2 * * *", "2h"),
        "2026-10-25T00:30",
        "2026-10-25T03:30",
    ],
    [
        "that closes in the overlap: the first time",
        window("0 1 * * *", "90m"),
        "2026-10-24T23:00",
        "2026-10-25T00:30",
    ],
    [
        "over a gap of half an hour",
        window("0 1 * * *", "3h", "Australia/Lord_Howe"),
        "2026-10-03T14:30",
        "2026-10-03T17:00",
    ],
    [
        "over an overlap of half an hour",
        window("0 1 * * *", "3h", "Australia/Lord_Howe"),
        "2026-04-04T14:00",
        "2026-04-04T17:30",
    ],
    [
        "over an autumn night across the sea",
        window("0 23 * * SAT", "6h", "America/New_York"),
        "2026-11-01T03:00",
        "2026-11-01T10:00",
    ],
];

describe("a window", () => {
    for (const [what, each, from, to] of openings)
        it(`is open ${what}`, () => {
            const [begins, ends] = [at(from), at(to)];
            const moments = [begins - 1, begins, ends - 1, ends];

            assert.deepEqual(
                moments.map((time) => isOpen(lane([each]), time)),
                [false, true, true, false],
            );
            assert.equal(shown(nextOpening(lane([each]), begins - 1)), from);
            assert.equal(shown(nextClosing(lane([each]), begins)), to);
        });
});

/** A freeze, and the moments in UTC it begins and ends. */
const freezes: readonly (readonly [what: string, freeze: Freeze, from: string, to: string])[] = [
    [
        "of days, the last included",
        freeze("2026-12-18", "2027-01-03"),
        "2026-12-17T23:00",
        "2027-01-03T23:00",
    ],
    [
        "of one day",
        freeze("2026-11-27", "2026-11-27", "America/New_York"),
        "2026-11-27T05:00",
        "2026-11-28T05:00",
    ],
    ["to the minute", freeze("2026-12-18T16:00", "2027-01-04T09:00"), "2026-12-18T15:00", "2027-01-04T08:00"],
    ["over the change to summer", freeze("2026-03-28", "2026-03-29"), "2026-03-27T23:00", "2026-03-29T22:00"],
    ["over the change to winter", freeze("2026-10-24", "2026-10-25"), "2026-10-23T22:00", "2026-10-25T23:00"],
    [
        "that begins in the gap and ends on its day",
        freeze("2026-03-29T02:30", "2026-03-29"),
        "2026-03-29T01:30",
        "2026-03-29T22:00",
    ],
    [
        "from a midnight there is not",
        freeze("2026-04-24", "2026-04-24", "Africa/Cairo"),
        "2026-04-23T22:00",
        "2026-04-24T21:00",
    ],
];

describe("a freeze", () => {
    for (const [what, each, from, to] of freezes)
        it(`holds ${what}`, () => {
            const span = freezeSpan(each);
            assert.deepEqual([shown(span.from), shown(span.to)], [from, to]);
            const always = lane([], [each]);
            assert.deepEqual(
                [span.from - 1, span.from, span.to - 1, span.to].map((time) => isOpen(always, time)),
                [true, false, false, true],
            );
            assert.equal(nextOpening(always, span.from), span.to);
            assert.equal(nextClosing(always, span.from - 1), span.from);
        });

    it("is told of while it holds, and beforehand, the nearest first", () => {
        const [sale, night] = [freeze("2026-12-18", "2027-01-03"), freeze("2026-12-24", "2026-12-24")];
        const both = lane([], [night, sale]);
        assert.deepEqual(freezesAt(both, at("2026-12-24T12:00")), [night, sale]);
        assert.deepEqual(freezesAhead(both, at("2026-12-01T00:00"), 60 * 86_400_000), [sale, night]);
        assert.deepEqual(freezesAhead(both, at("2026-12-01T00:00"), 86_400_000), []);
    });
});

describe("nextOpening", () => {
    const weekdays = window("0 9 * * MON-THU", "7h");
    const cases: readonly (readonly [what: string, lane: Lane, at: string, opens: string | undefined])[] = [
        ["is now, where there is no window at all", lane([]), "2026-01-17T03:00", "2026-01-17T03:00"],
        ["is the next working day", lane([weekdays]), "2026-01-15T16:00", "2026-01-19T08:00"],
        [
            "is the first of several windows",
            lane([weekdays, window("0 6 * * SAT", "2h")]),
            "2026-01-15T16:00",
            "2026-01-17T05:00",
        ],
        [
            "is the first window after a freeze",
            lane([weekdays], [freeze("2026-01-15", "2026-02-06")]),
            "2026-01-15T09:00",
            "2026-02-09T08:00",
        ],
        [
            "is the end of a freeze that ends in a window",
            lane([weekdays], [freeze("2026-01-15", "2026-01-20T12:00")]),
            "2026-01-16T09:00",
            "2026-01-20T11:00",
        ],
        [
            "passes freezes that follow each other",
            lane([], [freeze("2026-01-15", "2026-01-16"), freeze("2026-01-17", "2026-01-18")]),
            "2026-01-15T09:00",
            "2026-01-18T23:00",
        ],
        [
            "looks past a freeze of centuries",
            lane([window("0 9 24 12 *", "2h")], [freeze("2026-01-01", "2299-01-01")]),
            "2026-01-15T09:00",
            "2299-12-24T08:00",
        ],
    ];
    for (const [what, each, time, opens] of cases)
        it(what, () => assert.equal(shown(nextOpening(each, at(time))), opens));

    it("asks the same only once", () => {
        const counted = lane([weekdays]);
        const first = nextOpening(counted, at("2026-01-15T16:00"));
        (counted.windows as Window[]).length = 0;
        assert.equal(nextOpening(counted, at("2026-01-15T16:00")), first);
    });
});

describe("nextClosing", () => {
    it("is the end of the last of windows that join", () => {
        const joined = lane([window("0 9 * * *", "3h"), window("0 12 * * *", "4h")]);
        assert.equal(shown(nextClosing(joined, at("2026-01-15T09:00"))), "2026-01-15T15:00");
    });

    it("is the begin of a freeze before that", () => {
        const cut = lane([window("0 9 * * *", "7h")], [freeze("2026-01-15T12:00", "2026-01-16")]);
        assert.equal(shown(nextClosing(cut, at("2026-01-15T09:00"))), "2026-01-15T11:00");
    });

    it("is none where it is closed, or never closes", () => {
        assert.equal(nextClosing(lane([window("0 9 * * *", "1h")]), at("2026-01-15T12:00")), undefined);
        assert.equal(nextClosing(lane([]), at("2026-01-15T12:00")), undefined);
        assert.equal(nextClosing(lane([window("0 0 * * *", "1d")]), at("2026-01-15T12:00")), undefined);
    });
});
