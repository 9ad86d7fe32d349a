import type { Evidence } from "../../lifecycle/evidence/evidence";
import { DAY as DAY_MS } from "../../lifecycle/kit/day";
import type { Lock } from "../../lifecycle/settings/lock";
import { type FleetReport, fleetReport } from "../../lifecycle/report/fleet-report";
import type { PastLook } from "../../lifecycle/report/last-upgrade";
import type { DecideArgs } from "../../lifecycle/upgrade/decision";
import { momentOf } from "../../lifecycle/versions/request";
import { NO_WINDOWS } from "../../lifecycle/windows/window-book";
import { bookOf, seenFailed, seenWhole } from "./seen";
import { DAY, decideArgs, lockAt } from "./stack-pins";

/** A lock whose proxies came from an older version on a day. */
export function movedLock(version: string, before: string, day: string): Lock {
    const lock = lockAt(version);
    return {
        ...lock,
        istio: { ...lock.istio, proxies: { version, since: day } },
        history: [{ part: "proxies", version: before, since: "2026-06-01", until: day }],
    };
}

/** A lock whose cohorts are on their way. */
function halfMoved(): Lock {
    const lock = lockAt("1.31.1", "1.31.0");
    const next = { version: "1.31.1", through: "20%", since: "2026-10-04" };
    return { ...lock, istio: { ...lock.istio, proxies: { ...lock.istio.proxies, next } } };
}

const COHORTS: NonNullable<Evidence["cohorts"]> = [
    { through: "first", workloads: 1, hasMoved: true, pods: { "1.31.1": 2 } },
    { through: "20%", workloads: 12, hasMoved: true, pods: { "1.31.1": 21, "1.31.0": 4 } },
    { through: "100%", workloads: 51, hasMoved: false, pods: { "1.31.0": 110 } },
];

interface Member {
    readonly stack: string;
    readonly wave: number;
    readonly lock: Lock | undefined;
    readonly seen?: (lock: Lock) => Evidence;
    readonly change?: Partial<DecideArgs>;
}

/** A fleet with everything a fleet may have: holds, a freeze, a rollout that failed, debt, faults, a stack without a lock. */
export function troubledFleet(): FleetReport {
    const freeze = {
        from: "2026-10-20",
        to: "2026-11-03",
        reason: "the autumn sale",
        expedited: false,
        waves: [],
    };
    const hold = { stack: "*", system: "istio", version: "1.31.2", since: "2026-09-30" } as const;
    const held = {
        holds: [{ ...hold, reason: "p99 of checkout doubled in the canary of the payments team" }],
    };
    const members: readonly Member[] = [
        { stack: "dev", wave: 0, lock: movedLock("1.31.1", "1.31.0", "2026-09-24"), seen: seenWhole },
        {
            stack: "dev-europe-west-with-a-long-name",
            wave: 0,
            lock: movedLock("1.31.1", "1.31.0", "2026-09-24"),
            seen: (lock) => seenFailed(lock),
            change: held,
        },
        {
            stack: "staging",
            wave: 1,
            lock: movedLock("1.31.1", "1.31.0", "2026-09-28"),
            seen: (lock) => seenWhole(lock, behind("1.31.1", "1.31.0")),
            change: held,
        },
        { stack: "production-eu", wave: 2, lock: lockAt("1.31.0"), seen: seenWhole, change: held },
        { stack: "production-us", wave: 2, lock: lockAt("1.29.3", "1.29.2", "~1.29"), seen: seenWhole },
        {
            stack: "production-ca",
            wave: 2,
            lock: halfMoved(),
            seen: (lock) =>
                seenWhole(lock, { canaries: { Succeeded: 61, Progressing: 3 }, cohorts: COHORTS }),
            change: { cohorts: () => ({ steps: ["first", "20%", "100%"], exceptions: [] }) },
        },
        { stack: "sandbox", wave: 2, lock: undefined },
    ];
    const evidence = bookOf(
        members.flatMap(({ stack, lock, seen }) => (lock && seen ? [{ ...seen(lock), stack }] : [])),
    );
    const windows = { ...NO_WINDOWS, freezes: [freeze] };
    const stacks = members.map(({ stack, wave, lock, change }): DecideArgs => {
        const args = decideArgs(lock, {}, { fleet: { wave } });
        return { ...args, settings: { ...args.settings, stack }, windows, evidence, ...change };
    });
    return fleetReport({ stacks, evidence, looks: looks() });
}

/** Pods of a stack under way: most of them are where they belong. */
function behind(pinned: string, before: string): Partial<Evidence> {
    return {
        health: "behind",
        findings: ["shop/Canary/cart: its analysis is under way", "12 pods have a proxy of 1.31.0"],
        proxies: [
            { version: pinned, revision: "default", pods: 88 },
            { version: before, revision: "default", pods: 12 },
        ],
    };
}

/** The fleet's pods from 1.31.0 to 1.31.1, and a few on their way from 1.29 that nobody moves. */
function looks(): readonly PastLook[] {
    const { time } = momentOf(DAY);
    const moved = [0, 0, 40, 160, 160, 300, 420, 640, 900, 1400, 1900, 2400];
    return moved.map((count, index) => ({
        time: time - (moved.length - 1 - index) * DAY_MS,
        proxies: [
            { version: "1.31.1", count },
            { version: "1.31.0", count: 2900 - count },
            { version: "1.29.2", count: 100 },
        ].filter((each) => each.count > 0),
    }));
}

/** What somebody might hope that a page obeys. */
export const HOSTILE = '<script src="//evil.example"></script><img src="//evil.example/x" onerror=x>"\'&';

/** A fleet of one stack in whose cluster something has a name from outside. */
export function hostileFleet(text = HOSTILE): FleetReport {
    const lock = movedLock("1.31.1", "1.31.0", "2026-09-24");
    const seen = seenFailed(lock, { findings: [text], failed: [{ canary: text, version: "1.31.1" }] });
    const evidence = bookOf([seen]);
    const holds = [
        { stack: "*", system: "istio", version: "1.31.2", since: "2026-09-30", reason: text } as const,
    ];
    return fleetReport({ stacks: [{ ...decideArgs(lock), evidence, holds }], evidence });
}
