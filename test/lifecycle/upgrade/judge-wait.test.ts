import assert from "node:assert/strict";

import { type WaitArgs, judgeWait } from "../../../lifecycle/upgrade/judge-wait";
import { dayStart } from "../../../lifecycle/kit/day";

const LOOK =
    "no cluster was asked: before it is merged, every canary must have been promoted and no pod run the proxy 1.30.5";

function held(soak: string, day: string): string {
    return `revision 1-30-5 stays until its proxies are gone: the proxies move to 1.31.1 since 2026-10-01, and the soak of ${soak} is over ${day}`;
}

const UP = { part: "control-plane", from: "1.31.1", to: "1.32.0" } as const;
const DOWN = { part: "control-plane", from: "1.32.0", to: "1.31.1" } as const;

function stays(from: string, soak: string, day: string): string {
    return `the control plane stays at ${from} until the proxies have followed: the proxies move to 1.31.1 since 2026-10-01, and the soak of ${soak} is over ${day}`;
}

const cases: readonly (readonly [
    what: string,
    day: string,
    change: Partial<WaitArgs>,
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
    [
        "holds a control plane upwards too",
        "2026-10-07",
        { step: UP },
        [stays("1.31.1", "7d", "on 2026-10-08")],
        [],
    ],
    [
        "holds a control plane on the way back",
        "2026-10-07",
        { step: DOWN },
        [stays("1.32.0", "7d", "on 2026-10-08")],
        [],
    ],
    ["lets a control plane go where no proxies move", "2026-10-01", { step: UP, moving: false }, [], []],
    ["lets a control plane go then", "2026-10-08", { step: UP }, [], []],
    [
        "holds no proxies: a rollback waits for nothing",
        "2026-10-01",
        { step: { part: "proxies", from: "1.31.1", to: "1.30.5" } },
        [],
        [],
    ],
    [
        "holds no istiod that comes up again",
        "2026-10-01",
        { step: { part: "restore", from: "1.31.1", to: "1.30.5" } },
        [],
        [],
    ],
    [
        "waits for a person's word where only a restart moves pods",
        "2026-12-01",
        { restarts: ["prod/Deployment/a", "prod/Deployment/b"] },
        [
            "revision 1-30-5 stays until its proxies are gone, and the new pin has moved no pod of prod/Deployment/a, prod/Deployment/b: restart them (kubectl rollout restart), see that no pod runs the proxy 1.30.5, and say so with --restarted 1.30.5",
        ],
        [],
    ],
    ["takes that word", "2026-12-01", { restarts: ["prod/Deployment/a"], restarted: true }, [], [LOOK]],
    [
        "takes no word before its time",
        "2026-10-01",
        { restarts: ["prod/Deployment/a"], restarted: true },
        [held("7d", "on 2026-10-08")],
        [],
    ],
    [
        "warns of pods that only a restart moves, in place",
        "2026-12-01",
        { step: UP, restarts: ["a", "b", "c", "d", "e", "f"].map((name) => `prod/Deployment/${name}`) },
        [],
        [
            "pods of prod/Deployment/a, prod/Deployment/b, prod/Deployment/c, prod/Deployment/d, prod/Deployment/e and 1 more have the proxy of the day they were started: restart them, or they fall behind the control plane 1.32.0",
        ],
    ],
];

describe("judgeWait", () => {
    for (const [what, day, change, reasons, warnings] of cases) {
        it(what, () => {
            const args = {
                step: { part: "prune", from: "1.30.5", to: "1.31.1" } as const,
                moving: true,
                proxies: { version: "1.31.1", since: "2026-10-01" },
                soak: "7d",
                at: dayStart(day) ?? 0,
                mends: [],
            };

            assert.deepEqual(judgeWait({ ...args, ...change }), { reasons, warnings });
        });
    }
});
