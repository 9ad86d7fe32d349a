import assert from "node:assert/strict";

import { WindlassError } from "../../../lifecycle/kit/errors";
import { instantOf, localText, requireTimeZone, wallClock } from "../../../lifecycle/kit/local-time";

/** What a wall clock shows, and the moment that is; `back` what it shows then, where that differs. */
const moments: readonly (readonly [
    what: string,
    timeZone: string,
    wall: string,
    instant: string,
    back?: string,
])[] = [
    ["in winter", "Europe/Berlin", "2026-01-15T09:00", "2026-01-15T08:00"],
    ["in summer", "Europe/Berlin", "2026-07-15T09:00", "2026-07-15T07:00"],
    ["a zone of three quarters of an hour", "Asia/Kathmandu", "2026-07-15T09:00", "2026-07-15T03:15"],
    [
        "a time the clock leaves out",
        "Europe/Berlin",
        "2026-03-29T02:30",
        "2026-03-29T01:30",
        "2026-03-29T03:30",
    ],
    ["a time the clock shows twice", "Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"],
    ["the hour after it", "Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00"],
    [
        "left out across the sea",
        "America/New_York",
        "2026-03-08T02:30",
        "2026-03-08T07:30",
        "2026-03-08T03:30",
    ],
    ["shown twice across the sea", "America/New_York", "2026-11-01T01:30", "2026-11-01T05:30"],
    [
        "left out, where summer is half an hour",
        "Australia/Lord_Howe",
        "2026-10-04T02:15",
        "2026-10-03T15:45",
        "2026-10-04T02:45",
    ],
    [
        "shown twice, where summer is half an hour",
        "Australia/Lord_Howe",
        "2026-04-05T01:45",
        "2026-04-04T14:45",
    ],
    ["a midnight there is not", "Africa/Cairo", "2026-04-24T00:00", "2026-04-23T22:00", "2026-04-24T01:00"],
];

const at = (text: string): number => Date.parse(`${text}:00Z`);

describe("instantOf and wallClock", () => {
    for (const [what, timeZone, wall, instant, back = wall] of moments)
        it(`know ${what}: ${wall} ${timeZone}`, () => {
            const time = instantOf(at(wall), timeZone);
            assert.equal(new Date(time).toISOString().slice(0, 16), instant);
            assert.equal(new Date(wallClock(time, timeZone)).toISOString().slice(0, 16), back);
        });
});

describe("localText", () => {
    it("says what the clock shows, and which clock", () => {
        assert.equal(localText(at("2026-10-25T01:30"), "Europe/Berlin"), "2026-10-25 02:30 Europe/Berlin");
    });
});

describe("requireTimeZone", () => {
    it("takes what the database of time zones has, and nothing else", () => {
        requireTimeZone("America/Argentina/Buenos_Aires");
        assert.throws(() => requireTimeZone("Europe/Atlantis"), WindlassError);
    });
});
