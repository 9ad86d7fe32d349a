import assert from "node:assert/strict";

import { WindlassError } from "../../../lifecycle/kit/errors";
import { lastOf, nextOf, requireSchedule } from "../../../lifecycle/kit/schedule";

const at = (text: string): number => Date.parse(`${text}:00Z`);
const shown = (time: number | undefined): string | undefined =>
    time === undefined ? undefined : new Date(time).toISOString().slice(0, 16);

const asked: readonly (readonly [
    what: string,
    schedule: string,
    timeZone: string,
    at: string,
    last: string,
    next: string,
])[] = [
    [
        "counts the moment itself as the last",
        "0 9 * * *",
        "UTC",
        "2026-01-05T09:00",
        "2026-01-05T09:00",
        "2026-01-06T09:00",
    ],
    [
        "is one of the zone",
        "0 9 * * MON-FRI",
        "Asia/Kolkata",
        "2026-01-05T05:00",
        "2026-01-05T03:30",
        "2026-01-06T03:30",
    ],
    [
        "knows the days of the week of the zone",
        "0 1 * * MON",
        "Pacific/Auckland",
        "2026-01-06T00:00",
        "2026-01-04T12:00",
        "2026-01-11T12:00",
    ],
    [
        "comes after the gap, where the clock leaves it out",
        "30 2 * * *",
        "Europe/Berlin",
        "2026-03-29T12:00",
        "2026-03-29T01:00",
        "2026-03-30T00:30",
    ],
    [
        "comes once, where the clock shows it twice",
        "30 2 * * *",
        "Europe/Berlin",
        "2026-10-25T01:45",
        "2026-10-25T00:30",
        "2026-10-26T01:30",
    ],
    [
        "moves with a clock that moves by half an hour",
        "0 2 * * *",
        "Australia/Lord_Howe",
        "2026-10-03T20:00",
        "2026-10-03T15:30",
        "2026-10-04T15:00",
    ],
    [
        "finds the last of a leap day",
        "0 9 29 2 *",
        "UTC",
        "2026-01-05T09:00",
        "2024-02-29T09:00",
        "2028-02-29T09:00",
    ],
    [
        "finds the first Monday of a month",
        "0 9 * * MON#1",
        "UTC",
        "2026-01-06T09:00",
        "2026-01-05T09:00",
        "2026-02-02T09:00",
    ],
];

describe("lastOf and nextOf", () => {
    for (const [what, schedule, timeZone, time, last, next] of asked)
        it(`${what}: ${schedule} ${timeZone}`, () => {
            assert.deepEqual(
                [shown(lastOf(schedule, timeZone, at(time))), shown(nextOf(schedule, timeZone, at(time)))],
                [last, next],
            );
        });
});

describe("requireSchedule", () => {
    for (const text of ["0 9 * * MON-THU", "*/30 8-17 1,15 * *", "0 9 L * *"])
        it(`takes ${text}`, () => requireSchedule(text));
    for (const text of ["", "0 9 * *", "61 * * * *", "0 9 * * MON * 2027", "0 0 30 2 *", "tomorrow"])
        it(`refuses ${JSON.stringify(text)}`, () =>
            assert.throws(() => requireSchedule(text), WindlassError));
});
