import assert from "node:assert/strict";

import { cohortFault } from "../../../lifecycle/cohorts/judge-cohorts";
import type { Lock } from "../../../lifecycle/settings/lock";
import { lockAt } from "../../support/stack-pins";

const STEPS = ["first", "20%", "100%"];
const exceptions = [
    { workload: "pay", workloads: ["pay/Deployment/pay"], reason: "a migration", until: "2026-10-31" },
];

/** Proxies at 1.30.5, cohorts through one of them at 1.31.1. */
function through(cohort: string | undefined, since = "2026-10-01"): Lock {
    const lock = lockAt("1.31.1", "1.30.5");
    if (cohort === undefined) return lock;
    const next = { version: "1.31.1", through: cohort, since };
    return { ...lock, istio: { ...lock.istio, proxies: { ...lock.istio.proxies, next } } };
}

function pinned(since = "2026-10-05"): Lock {
    const lock = lockAt("1.31.1");
    return { ...lock, istio: { ...lock.istio, proxies: { version: "1.31.1", since } } };
}

interface Move {
    readonly from: Lock;
    readonly to: Lock;
    readonly excepted?: boolean;
    readonly today?: string;
    readonly waits?: boolean;
}

function fault({ from, to, excepted = false, today = "2026-10-05", waits = false }: Move): string {
    const way = { steps: STEPS, exceptions: excepted ? exceptions : [] };
    return cohortFault({ before: from, now: to, way, today, waits })?.reason ?? "allowed";
}

const AT_ONCE = /at once, and windlass:workloads\.cohorts has those through/;

describe("cohortFault", () => {
    const cases: readonly (readonly [what: string, move: Move, said: RegExp])[] = [
        ["allows the first cohort", { from: through(undefined), to: through("first") }, /^allowed$/],
        ["allows the next", { from: through("first"), to: through("20%") }, /^allowed$/],
        ["allows a part of the next", { from: through("first"), to: through("10%") }, /^allowed$/],
        ["refuses to skip the first", { from: through(undefined), to: through("20%") }, AT_ONCE],
        ["refuses to skip one in the middle", { from: through("first"), to: through("100%") }, AT_ONCE],
        ["refuses a part more than the next", { from: through("first"), to: through("20.5%") }, AT_ONCE],
        ["refuses the pin at the beginning", { from: through(undefined), to: pinned() }, AT_ONCE],
        ["refuses the pin before the last", { from: through("20%"), to: pinned() }, AT_ONCE],
        ["allows the pin with the last", { from: through("100%"), to: pinned() }, /^allowed$/],
        ["allows any way back", { from: through("100%"), to: through("first") }, /^allowed$/],
        [
            "allows a way back to the beginning",
            { from: through("100%"), to: through(undefined) },
            /^allowed$/,
        ],
        [
            "refuses the pin while an exception holds",
            { from: through("100%"), to: pinned(), excepted: true, today: "2026-10-31" },
            /stay where they are: pay until 2026-10-31 \(a migration\)/,
        ],
        [
            "refuses what it keeps under another name",
            { from: through("100%"), to: through("except 100%"), excepted: true },
            /stay where they are: pay/,
        ],
        [
            "allows it the day after",
            { from: through("100%"), to: pinned(), excepted: true, today: "2026-11-01" },
            /^allowed$/,
        ],
        [
            "refuses two cohorts on one day without evidence",
            { from: through("first"), to: through("20%"), waits: true },
            /the cohorts through first move since 2026-10-01, and the next waits a day/,
        ],
        [
            "allows the next on the day after",
            { from: through("first"), to: through("20%", "2026-10-02"), waits: true },
            /^allowed$/,
        ],
        [
            "refuses a day that goes back while nothing moves",
            { from: through("first"), to: through("first", "2026-09-01") },
            /since of the cohorts through first goes from 2026-10-01 to 2026-09-01/,
        ],
    ];
    for (const [what, move, said] of cases) it(what, () => assert.match(fault(move), said));
});
