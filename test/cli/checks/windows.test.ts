import assert from "node:assert/strict";

import { windowFindings } from "../../../cli/checks/windows";
import type { Lock } from "../../../lifecycle/settings/lock";
import type { Waiver } from "../../../lifecycle/settings/settings";
import { NO_WINDOWS, type WindowBook } from "../../../lifecycle/windows/window-book";
import { catalog, decideArgs, lockAt } from "../../support/stack-pins";

const weekend = { schedule: "0 9 * * SAT", duration: "8h", expedited: false, waves: [] };
const closed: WindowBook = { ...NO_WINDOWS, windows: [weekend] };
const expedited: WindowBook = {
    ...NO_WINDOWS,
    windows: [weekend, { ...weekend, schedule: "0 9 * * *", expedited: true }],
};

interface Change {
    readonly from: Lock;
    readonly to: Lock;
    /** What the file says before the change, and after. */
    readonly windows?: readonly [WindowBook, WindowBook];
    readonly waivers?: readonly Waiver[];
    readonly at?: string;
}

/** `level about: reason`. A Monday morning. */
function found({
    from,
    to,
    windows: [before, now] = [closed, closed],
    waivers = [],
    at = "2026-10-05T10:00",
}: Change): readonly string[] {
    const side = (lock: Lock, own: readonly Waiver[]) => ({
        lock,
        settings: decideArgs(lock, { istio: { waivers: own } }).settings,
    });
    const pair = { stack: "dev", from: side(from, []), to: side(to, waivers) };
    const moment = { time: Date.parse(`${at}:00Z`), asked: false };
    const args = { pair, windows: { before, now }, catalog, at: moment };
    return windowFindings(args as unknown as Parameters<typeof windowFindings>[0]).map(
        ({ level, about, reason }) => `${level} ${about}: ${reason}`,
    );
}

const having = (lock: Lock, change: Partial<Lock["istio"]>): Lock => ({
    ...lock,
    istio: { ...lock.istio, ...change },
});
const sound = { from: lockAt("1.30.5"), to: lockAt("1.31.1", "1.30.5") };
const mending = { from: lockAt("1.31.0"), to: lockAt("1.31.1", "1.31.0") };
const half = lockAt("1.31.1", "1.30.5");
const through = (cohort: string | undefined): Lock => {
    const next =
        cohort === undefined ? undefined : { version: "1.31.1", through: cohort, since: "2026-10-01" };
    return having(half, { proxies: { ...half.istio.proxies, next } });
};
const tool = lockAt("1.31.1");
const SHUT = "no window is open: the next window opens on 2026-10-10 09:00 UTC";
const PARTS = "control plane 1.30.5 → 1.31.1";

describe("windowFindings", () => {
    const cases: readonly (readonly [what: string, change: Change, findings: readonly string[]])[] = [
        ["refuses a step outside of the windows", sound, [`refused ${PARTS}: ${SHUT}`]],
        ["lets it start in one", { ...sound, at: "2026-10-10T10:00" }, []],
        ["has nothing to say without windows", { ...sound, windows: [NO_WINDOWS, NO_WINDOWS] }, []],
        [
            "asks who opens a window in the very change by what was before",
            { ...sound, windows: [closed, NO_WINDOWS] },
            [`refused ${PARTS}: ${SHUT}`],
        ],
        ["and by what is now", { ...sound, windows: [NO_WINDOWS, closed] }, [`refused ${PARTS}: ${SHUT}`]],
        [
            "refuses a tool",
            {
                from: {
                    ...tool,
                    flagger: { ...tool.flagger, release: { version: "1.43.0", since: "2026-01-01" } },
                },
                to: tool,
            },
            [`refused Flagger 1.43.0 → 1.44.0: ${SHUT}`],
        ],
        [
            "refuses a prune",
            { from: having(lockAt("1.31.1"), { retiring: "1.30.5" }), to: lockAt("1.31.1") },
            [`refused prune of 1.30.5: ${SHUT}`],
        ],
        [
            "refuses a step to another strategy",
            { from: lockAt("1.31.1"), to: having(lockAt("1.31.1"), { strategyMove: "old" }) },
            [`refused the move to another strategy: ${SHUT}`],
        ],
        [
            "lets what is taken back go: pins, a prune on the way back, and another strategy",
            { from: lockAt("1.31.1", "1.31.0"), to: lockAt("1.31.0") },
            [],
        ],
        [
            "… a prune on the way back",
            { from: having(lockAt("1.30.5"), { retiring: "1.31.1" }), to: lockAt("1.30.5") },
            [],
        ],
        [
            "… another strategy",
            { from: having(lockAt("1.31.1"), { strategyMove: "old" }), to: lockAt("1.31.1") },
            [],
        ],
        [
            "lets what mends start in the expedited lane, and says so",
            { ...mending, windows: [expedited, expedited] },
            ["warning control plane 1.31.0 → 1.31.1: the expedited lane is taken, to mend"],
        ],
        [
            "keeps what mends nothing out of that lane",
            { ...sound, windows: [expedited, expedited] },
            [`refused ${PARTS}: ${SHUT}`],
        ],
        [
            "is waived on purpose",
            { ...sound, waivers: [{ id: "window", reason: "agreed", expires: "2026-10-05" }] },
            [`waived ${PARTS}: ${SHUT} (waived until 2026-10-05: agreed)`],
        ],
        [
            "refuses a cohort",
            { from: through(undefined), to: through("first") },
            [`refused cohorts of the proxies 1.30.5 → 1.31.1: ${SHUT}`],
        ],
        [
            "refuses the next cohort",
            { from: through("first"), to: through("20%") },
            [`refused cohorts of the proxies 1.30.5 → 1.31.1: ${SHUT}`],
        ],
        ["lets a cohort go back", { from: through("20%"), to: through("first") }, []],
        ["lets the first cohort go back", { from: through("first"), to: through(undefined) }, []],
        ["has nothing to say where nothing moves", { from: tool, to: tool }, []],
    ];
    for (const [what, change, findings] of cases)
        it(what, () =>
            assert.deepEqual(
                found(change).map((each) => each.replace(/to mend .*/, "to mend")),
                findings,
            ),
        );
});
