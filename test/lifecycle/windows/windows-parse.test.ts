import assert from "node:assert/strict";

import { parseWindows } from "../../../lifecycle/windows/windows-parse";

const HEAD = "schema: windlass/windows/v1\n";
const window = (more: string): string => `${HEAD}windows:\n  - { ${more} }\n`;
const freeze = (more: string): string => `${HEAD}freezes:\n  - { reason: sale, ${more} }\n`;
const NINE = "schedule: 0 9 * * MON-THU";

const bad: readonly (readonly [text: string, complaint: RegExp])[] = [
    ["", /^WindlassError: stacks\/windows\.yaml: is empty/],
    ["windows: []\n", /schema/],
    ["schema: windlass/windows/v2\n", /is of a newer Windlass/],
    [`${HEAD}freeze: []\n`, /freeze: is not a known key\. Did you mean freezes/],
    [
        `${HEAD}timeZone: Europe/Atlantis\n`,
        /^WindlassError: stacks\/windows\.yaml:2: timeZone: "Europe\/Atlantis": must be a time zone of the IANA database/,
    ],
    [`${HEAD}timeZone: "+02:00"\n`, /must be the name of a time zone/],
    [window(NINE), /duration: is required/],
    [window("duration: 7h"), /schedule: is required/],
    [
        window("schedule: 0 25 * * *, duration: 7h"),
        /^WindlassError: stacks\/windows\.yaml:3: windows\.0\.schedule: "0 25 \* \* \*": must be a schedule as cron has it/,
    ],
    [window("schedule: 0 0 30 2 *, duration: 7h"), /is on no day there is/],
    [window(`${NINE}, duration: 0h`), /must be longer than nothing/],
    [window(`${NINE}, duration: seven`), /must be a duration/],
    [window(`${NINE}, duration: 7h, waves: [-1]`), /must be a whole number from 0 to 1000/],
    [window(`${NINE}, duration: 7h, stacks: [dev]`), /stacks: is not a known key/],
    [`${window(`${NINE}, duration: 7h`)}  - { ${NINE}, duration: 8h }\n`, /must not appear twice/],
    [`${HEAD}freezes:\n  - { from: "2026-12-18", to: "2027-01-03" }\n`, /reason: is required/],
    [freeze('from: "2026-12-18"'), /to: is required/],
    [freeze('from: "2026-02-30", to: "2027-01-03"'), /must be a day, or a day with its time/],
    [freeze('from: "2026-12-18T25:00", to: "2027-01-03"'), /must be a day, or a day with its time/],
    [freeze('from: "2026-12-18", to: "2026-12-17"'), /to: .*must be later than from, which is 2026-12-18/],
    [freeze('from: "2026-12-18", to: "2026-12-18T00:00"'), /must be later than from/],
    [freeze('from: "2026-12-18T16:00", to: "2026-12-18T09:00"'), /must be later than from/],
];

describe("parseWindows", () => {
    it("reads windows and freezes, with what is left out", () => {
        const { timeZone, windows, freezes } = parseWindows(
            `${HEAD}timeZone: Europe/Berlin\nwindows:\n  - { ${NINE}, duration: 7h }\nfreezes:\n  - { from: "2026-12-18", to: "2026-12-18", reason: sale, waves: [2] }\n`,
        );

        assert.equal(timeZone, "Europe/Berlin");
        assert.deepEqual(windows, [
            { schedule: "0 9 * * MON-THU", duration: "7h", expedited: false, waves: [] },
        ]);
        assert.deepEqual(freezes, [
            { from: "2026-12-18", to: "2026-12-18", reason: "sale", expedited: false, waves: [2] },
        ]);
    });

    for (const [text, complaint] of bad)
        it(`refuses ${JSON.stringify(text.replace(HEAD, ""))}`, () =>
            assert.throws(() => parseWindows(text), complaint));
});
