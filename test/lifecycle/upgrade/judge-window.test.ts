import assert from "node:assert/strict";

import type { Waiver } from "../../../lifecycle/settings/settings";
import type { Moment } from "../../../lifecycle/versions/request";
import { momentOf } from "../../../lifecycle/versions/request";
import { type JudgeWindowArgs, judgeWindow } from "../../../lifecycle/upgrade/judge-window";
import type { WindowBook } from "../../../lifecycle/windows/window-book";
import { exampleSettings } from "../../support/example-stack";

const all = { expedited: false, waves: [] };
const weekdays = { schedule: "0 9 * * MON-THU", duration: "7h", ...all };
const daily = { schedule: "0 6 * * *", duration: "16h", ...all, expedited: true };
const christmas = { from: "2026-12-18", to: "2027-01-04T12:00", reason: "Christmas.", ...all };
const windows: WindowBook = { timeZone: "Europe/Berlin", windows: [weekdays], freezes: [christmas] };
const wider: WindowBook = { ...windows, windows: [weekdays, daily] };

const now = (text: string): Moment => ({ time: Date.parse(`${text}:00Z`), asked: false });
const waiver = (expires: string): Waiver => ({ id: "window", reason: "agreed with the shop", expires });
const mends = ["ISTIO-SECURITY-2026-001"];

const MONDAY = "no window is open: the next window opens on 2026-10-12 09:00 Europe/Berlin";
const FROZEN = "no step starts until 2027-01-04 12:00 Europe/Berlin, as there is a freeze (Christmas)";
const FRIDAY_NOON = now("2026-10-09T10:00");

const cases: readonly (readonly [
    what: string,
    change: Partial<JudgeWindowArgs> & { readonly waivers?: readonly Waiver[] },
    reasons: readonly string[],
    warnings?: readonly string[],
])[] = [
    ["lets a step start where there is no window at all", { windows: undefined }, []],
    ["lets it start in a window", { at: now("2026-10-08T07:00") }, []],
    ["holds it outside, and says when the next opens", {}, [MONDAY]],
    ["never holds a step back", { from: "1.31.1", to: "1.31.0" }, []],
    ["holds it in a freeze, and says why", { at: now("2026-12-21T10:00") }, [FROZEN]],
    [
        "says which window opens after a freeze that ends outside of one",
        {
            at: now("2026-12-21T10:00"),
            windows: { ...windows, freezes: [{ ...christmas, to: "2027-01-02" }] },
        },
        [
            "no step starts until 2027-01-03 00:00 Europe/Berlin, as there is a freeze (Christmas): the next window opens on 2027-01-04 09:00 Europe/Berlin",
        ],
    ],
    [
        "lets what mends start in the expedited lane, and says so",
        { windows: wider, mends },
        [],
        [`the expedited lane is taken, to mend ISTIO-SECURITY-2026-001; but for that, ${MONDAY}`],
    ],
    ["keeps what mends nothing out of it", { windows: wider }, [MONDAY]],
    [
        "says nothing of the lane where the window is open",
        { windows: wider, mends, at: now("2026-10-08T07:00") },
        [],
    ],
    [
        "says when the expedited lane opens, where that is sooner",
        { windows: wider, mends, at: now("2026-10-09T22:00") },
        [`${MONDAY}, and the expedited lane on 2026-10-10 06:00 Europe/Berlin`],
    ],
    [
        "holds what mends too, in a freeze that says nothing of it",
        { windows: wider, mends, at: now("2026-12-21T10:00") },
        [FROZEN],
    ],
    [
        "lets it go on in a freeze that says so",
        {
            windows: { ...wider, freezes: [{ ...christmas, expedited: true }] },
            mends,
            at: now("2026-12-21T10:00"),
        },
        [],
        [`the expedited lane is taken, to mend ISTIO-SECURITY-2026-001; but for that, ${FROZEN}`],
    ],
    [
        "lets it start under a waiver, and says so",
        { waivers: [waiver("2026-10-09")] },
        [],
        [`${MONDAY} (waived until 2026-10-09: agreed with the shop)`],
    ],
    ["knows a waiver that has ended", { waivers: [waiver("2026-10-08")] }, [MONDAY]],
    ["takes any time of a day that is asked about", { at: momentOf("2026-10-08") }, []],
    ["holds a day without a window", { at: momentOf("2026-10-09") }, [MONDAY]],
    [
        "takes of the clock of the stack's own windows",
        {
            settings: {
                ...exampleSettings(),
                fleet: {
                    ...exampleSettings().fleet,
                    windows: [
                        {
                            schedule: "0 9 * * FRI",
                            duration: "7h",
                            timeZone: "Asia/Kolkata",
                            expedited: false,
                        },
                    ],
                },
            },
        },
        [],
    ],
];

describe("judgeWindow", () => {
    for (const [what, { waivers = [], ...change }, reasons, warnings = []] of cases)
        it(what, () => {
            const args = {
                settings: exampleSettings({ istio: { waivers } }),
                windows,
                from: "1.31.0",
                to: "1.31.1",
                at: FRIDAY_NOON,
                ...change,
            };
            assert.deepEqual(judgeWindow(args), { reasons, warnings });
        });
});
