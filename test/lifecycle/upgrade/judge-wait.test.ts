import assert from "node:assert/strict";

import { type PruneArgs, judgePrune } from "../../../lifecycle/upgrade/judge-prune";
import { dayStart } from "../../../lifecycle/versions/day";

const LOOK =
    "no cluster was asked: before it is merged, every canary must have been promoted and no pod run the proxy 1.30.5";

function held(soak: string, day: string): string {
    return `revision 1-30-5 stays until its proxies are gone: the proxies move to 1.31.1 since 2026-10-01, and the soak of ${soak} is over ${day}`;
}

const cases: readonly (readonly [
    what: string,
    day: string,
    change: Partial<PruneArgs>,
    reasons: readonly string[],
    warnings: readonly string[],
])[] = [
    ["holds it on the day before the soak is over", "2026-10-07", {}, [held("7d", "on 2026-10-08")], []],
    ["lets it go on the day the soak is over", "2026-10-08", {}, [], [LOOK]],
    ["takes no soak for a day", "2026-10-01", { soak: "0d" }, [held("1d", "on 2026-10-02")], []],
    ["takes some hours for a day", "2026-10-01", { soak: "3h" }, [held("1d", "on 2026-10-02")], []],
    ["waits no longer than a day without a soak", "2026-10-02", { soak: "0d" }, [], [LOOK]],
    ["rounds hours up to a day", "2026-10-02", { soak: "36h" }, [held("36h", "on 2026-10-03")], []],
    [
        "waits a day even where what comes next mends a fault",
        "2026-10-01",
        { mends: ["X-1"] },
        [held("1d", "on 2026-10-02")],
        [],
    ],
    [
        "waits no soak where what comes next mends a fault",
        "2026-10-02",
        { mends: ["X-1"] },
        [],
        ["the soak of 7d is lifted, and a day is enough: the next step mends X-1", LOOK],
    ],
    [
        "holds it where nobody knows since when",
        "2026-10-08",
        { proxies: { version: "1.31.1", since: "someday" } },
        [held("7d", "on a day nobody knows").replace("2026-10-01", "someday")],
        [],
    ],
];

describe("judgePrune", () => {
    for (const [what, day, change, reasons, warnings] of cases) {
        it(what, () => {
            const args = {
                retiring: "1.30.5",
                proxies: { version: "1.31.1", since: "2026-10-01" },
                soak: "7d",
                at: dayStart(day) ?? 0,
                mends: [],
            };

            assert.deepEqual(judgePrune({ ...args, ...change }), { reasons, warnings });
        });
    }
});
