import assert from "node:assert/strict";

import type { Lock } from "../../../lifecycle/settings/lock";
import { checkLock } from "../../../lifecycle/upgrade/lock-check";
import { formatLock, parseLock } from "../../../lifecycle/settings/lock-parse";
import { type System, decideUpdate } from "../../../lifecycle/upgrade/decide";
import { decideRollback } from "../../../lifecycle/upgrade/decide-rollback";
import type { DecideArgs } from "../../../lifecycle/upgrade/decision";
import type { WindowBook } from "../../../lifecycle/windows/window-book";
import { DAY, decideArgs, lockAt } from "../../support/stack-pins";

/** Everything lags behind. */
function behind(istio: string): Lock {
    const { flux, flagger, ...lock } = lockAt(istio);
    const since = "2026-06-01";
    return {
        ...lock,
        flux: { ...flux, distribution: { version: "2.9.3", since }, operator: { version: "0.57.0", since } },
        flagger: { ...flagger, release: { version: "1.43.0", since }, range: "~1.43" },
    };
}

function runs(start: Lock, only?: System): readonly string[] {
    const seen: string[] = [];
    let lock = start;
    for (let run = 0; run < 10; run++) {
        const {
            action,
            step,
            lock: next,
        } = decideUpdate(decideArgs(lock, { gateway: { enabled: false } }), only);
        if (action !== "step" || !step || !next) return [...seen, action];
        seen.push(`${step.part} ${step.from} → ${step.to}`);
        lock = next;
    }
    return [...seen, "…"];
}

const istio = ["control-plane 1.31.0 → 1.31.1", "proxies 1.31.0 → 1.31.1"];
const flux = ["flux-operator 0.57.0 → 0.58.1", "flux 2.9.3 → 2.9.4"];
const flagger = ["flagger 1.43.0 → 1.44.0"];

const orders: readonly (readonly [System | undefined, steps: readonly string[]])[] = [
    [undefined, [...istio, ...flux, ...flagger]],
    ["istio", istio],
    ["flux", flux],
    ["flagger", flagger],
];

const noRelease = "no release lies in the range ~1.44";
const noIstio = decideArgs(behind("1.31.1"), { istio: { range: "~1.44" } });

/** A stack whose proxies moved on the day, and whose old revision may not be pruned yet. */
function pruning(start: Lock): DecideArgs {
    const proxies = { version: "1.31.1", since: DAY };
    const istio = { ...start.istio, proxies, retiring: "1.30.5" };
    return decideArgs({ ...start, istio }, { istio: { strategy: "revisions" } });
}

const prune =
    "revision 1-30-5 stays until its proxies are gone: the proxies move to 1.31.1 since 2026-10-05, and the soak of 7d is over on 2026-10-12";
const noFlagger = { flagger: { ...decideArgs(undefined).settings.flagger, range: "~1.99" } };
const noFlaggerWords = "no release of Flagger lies in the range ~1.99";
/** An earlier wave that runs everything but the new operator. */
const { flux: ready, ...rest } = lockAt("1.31.1");
const operator = { version: "0.57.0", since: "2026-06-01" };
const earlier = { stack: "first", wave: -1, lock: { ...rest, flux: { ...ready, operator } } };
const waits = "first (wave -1) runs flux-operator 0.57.0, and wave 0 follows it";

const held: readonly (readonly [
    what: string,
    args: DecideArgs,
    expected: {
        readonly action: string;
        readonly part: string | undefined;
        readonly reasons: readonly string[];
        readonly stays: readonly string[];
    },
])[] = [
    [
        "takes a step of Flux while a prune is held",
        pruning(behind("1.31.1")),
        { action: "step", part: "flux-operator", reasons: [], stays: [`Istio is held: ${prune}`] },
    ],
    [
        "is held where only the prune is left to do",
        pruning(lockAt("1.31.1")),
        { action: "held", part: undefined, reasons: [prune], stays: [] },
    ],
    [
        "takes a step of Flux while no Istio may be picked",
        noIstio,
        { action: "step", part: "flux-operator", reasons: [], stays: [`Istio is held: ${noRelease}`] },
    ],
    [
        "takes a step of Istio whatever is held behind it",
        decideArgs(behind("1.31.0"), {}, noFlagger),
        { action: "step", part: "control-plane", reasons: [], stays: [] },
    ],
    [
        "says all that is held where nothing can be done",
        decideArgs(lockAt("1.31.1"), { istio: { range: "~1.44" } }, noFlagger),
        { action: "held", part: undefined, reasons: [noRelease, noFlaggerWords], stays: [] },
    ],
    [
        "does not pass over an operator that is held to the Flux it installs, but to Flagger",
        { ...decideArgs(behind("1.31.1")), fleet: [earlier] },
        { action: "step", part: "flagger", reasons: [], stays: [`Flux is held: ${waits}`] },
    ],
];

describe("decideUpdate", () => {
    for (const [only, steps] of orders) {
        it(`takes one step a run, ${only === undefined ? "Istio first, then Flux, then Flagger" : `only ${only}`}`, () => {
            assert.deepEqual(runs(behind("1.31.0"), only), [...steps, "none"]);
        });
    }

    for (const [what, args, expected] of held) {
        it(what, () => {
            const { action, reasons, step, warnings } = decideUpdate(args);
            const stays = warnings.filter((warning) => warning.includes(" is held: "));

            assert.deepEqual({ action, part: step?.part, reasons, stays }, expected);
        });
    }

    it("says what is held of a system that is asked for alone", () => {
        const { action, reasons, warnings } = decideUpdate(noIstio, "istio");

        assert.deepEqual(
            [action, reasons, warnings.filter((warning) => warning.includes(" is held: "))],
            ["held", [noRelease], []],
        );
    });

    it("lets settings and lock agree where nothing may move, and moves no pin", () => {
        const args = decideArgs(lockAt("1.31.1"), { istio: { range: "1.30.5" } });
        for (const only of [undefined, "istio", "settings"] as const) {
            const { action, step, lock } = decideUpdate(args, only);

            assert.deepEqual([action, step?.part], ["step", "settings"]);
            assert.deepEqual(lock?.outside, ["istio"]);
            assert.equal(lock.istio.controlPlane.version, "1.31.1");
            const [warning] = checkLock(args.settings, parseLock("dev", formatLock("dev", lock)));
            assert.equal(warning, "outside the range until a step into it may be taken: istio");
            assert.notEqual(decideUpdate({ ...args, lock }, only).action, "step");
        }
    });

    it("follows a range that no release lies in only where that is asked for", () => {
        const args = decideArgs(lockAt("1.31.1"), { istio: { range: "~1.44" } });

        assert.equal(decideUpdate(args).action, "held");
        assert.deepEqual(decideUpdate(args, "settings").lock?.outside, ["istio"]);
    });

    it("redoes no upgrade where only the settings are to be followed", () => {
        const args = decideArgs(lockAt("1.30.5", "1.30.5", "~1.30"));

        assert.equal(decideUpdate(args).step?.part, "control-plane");
        const { step, lock } = decideUpdate(args, "settings");
        assert.deepEqual([step?.part, lock?.istio.range, lock?.outside], ["settings", "~1.31", ["istio"]]);
        assert.equal(lock?.istio.controlPlane.version, "1.30.5");
        // The next step goes into the range, and the lock says nothing of it any more.
        const next = decideUpdate({ ...args, lock });
        assert.deepEqual([next.step?.part, next.lock?.outside], ["control-plane", undefined]);
    });

    it("takes the range of a tool along with a step of another system", () => {
        const { lock } = decideUpdate(decideArgs(behind("1.31.0")));

        assert.deepEqual([lock?.flagger.range, lock?.outside], ["~1.44", ["flagger"]]);
    });

    it("makes a first lock of the best of everything, which a preview takes", () => {
        const args = decideArgs(undefined);
        const { action, lock, step } = decideUpdate(args);

        assert.deepEqual([action, step], ["created", undefined]);
        assert.ok(lock);
        const pin = (version: string): object => ({ version, since: DAY });
        assert.deepEqual(
            [
                lock.istio.controlPlane,
                lock.istio.proxies,
                lock.flux.distribution,
                lock.flux.operator,
                lock.flagger.release,
            ],
            [pin("1.31.1"), { ...pin("1.31.1"), marked: true }, pin("2.9.4"), pin("0.58.1"), pin("1.44.0")],
        );
        assert.deepEqual(checkLock(args.settings, parseLock("dev", formatLock("dev", lock))), []);
    });

    it("makes a first lock in any wave: nothing runs yet that it could break", () => {
        const args = decideArgs(undefined, {}, { fleet: { wave: 2, soak: "14d" } });

        assert.equal(decideUpdate({ ...args, fleet: [{ stack: "earlier", wave: 0 }] }).action, "created");
    });

    it("makes no first lock where anything may not be picked", () => {
        const { flagger: settings } = decideArgs(undefined).settings;
        const args = decideArgs(undefined, {}, { flagger: { ...settings, range: "~1.99" } });
        const { action, reasons, lock } = decideUpdate(args);

        assert.deepEqual(
            [action, reasons, lock],
            ["held", ["no release of Flagger may be picked: none is in range"], undefined],
        );
    });

    it("proposes a better release out of range with the first lock too", () => {
        const { proposal } = decideUpdate(decideArgs(undefined, { istio: { range: "~1.30" } }));

        assert.equal(proposal?.version, "1.31.1");
    });
});

describe("decideUpdate, with windows", () => {
    const all = { expedited: false, waves: [] };
    const book = (lanes: Partial<WindowBook>): WindowBook => ({
        timeZone: "UTC",
        windows: [],
        freezes: [],
        ...lanes,
    });
    // Without faults, and settled: nothing is to do but to go on.
    const range = ">=1.30.5 <1.32";
    const wide = { istio: { range } };
    const sound = lockAt("1.30.5", "1.30.5", range);
    // The day is a Monday.
    const weekend = { schedule: "0 9 * * SAT", duration: "8h", ...all };
    const closed = book({ windows: [weekend] });
    const expedited = book({ windows: [weekend, { ...weekend, schedule: "0 9 * * *", expedited: true }] });
    const shut = "no window is open: the next window opens on 2026-10-10 09:00 UTC";
    const soon = `${shut}, and the expedited lane on 2026-10-05 09:00 UTC`;
    const having = (lock: Lock, istio: Partial<Lock["istio"]>): Lock => ({
        ...lock,
        istio: { ...lock.istio, ...istio },
    });
    const oldOperator = (lock: Lock): Lock => ({ ...lock, flux: { ...lock.flux, operator } });
    const moving = (strategyMove: "old" | "new"): Lock => {
        const lock = lockAt("1.31.1");
        return { ...lock, istio: { ...lock.istio, strategyMove, strategySince: "2026-09-01" } };
    };
    const revisions = { istio: { strategy: "revisions" } } as const;
    const cases: readonly (readonly [
        what: string,
        args: DecideArgs,
        action: string,
        said: readonly string[],
    ])[] = [
        [
            "hold Istio and the tools alike, and say so once",
            decideArgs(oldOperator(sound), wide),
            "held",
            [shut],
        ],
        ["hold proxies", decideArgs(lockAt("1.31.1", "1.30.5")), "held", [shut]],
        [
            "hold a prune",
            decideArgs(having(lockAt("1.31.1"), { retiring: "1.30.5" }), revisions),
            "held",
            [shut],
        ],
        ["hold the proxies of another strategy", decideArgs(moving("old"), revisions), "held", [shut]],
        ["hold the end of another strategy", decideArgs(moving("new"), revisions), "held", [shut]],
        ["hold no first lock", decideArgs(undefined), "created", []],
        [
            "hold nothing that only follows the settings",
            decideArgs(lockAt("1.31.1", "1.31.1", "~1.31.0")),
            "step",
            [],
        ],
    ];
    for (const [what, args, action, said] of cases)
        it(`${what}`, () => {
            const found = decideUpdate({ ...args, windows: closed });
            assert.deepEqual([found.action, found.reasons], [action, said]);
            assert.notEqual(decideUpdate(args).action, "held", "nothing else holds it");
        });

    it("hold no rollback", () => {
        const lock = lockAt("1.31.1", "1.31.0");
        const args = { ...decideArgs(lock), windows: closed };
        assert.deepEqual(decideRollback(args).action, "step");
    });

    it("let what mends a known fault through the expedited lane, and nothing farther", () => {
        const at = { time: Date.parse("2026-10-05T10:00:00Z"), asked: false };
        const { action, step, warnings } = decideUpdate({
            ...decideArgs(lockAt("1.31.0")),
            at,
            windows: expedited,
        });
        assert.deepEqual([action, step?.to], ["step", "1.31.1"]);
        assert.match(
            warnings.join(),
            /the expedited lane is taken, to mend [A-Z0-9-]+.*; but for that, no window is open/,
        );
        const other = decideUpdate({ ...decideArgs(sound, wide), at, windows: expedited });
        assert.deepEqual([other.action, other.reasons], ["held", [shut]]);
        const early = { time: Date.parse("2026-10-05T08:00:00Z"), asked: false };
        const night = decideUpdate({ ...decideArgs(lockAt("1.31.0")), at: early, windows: expedited });
        assert.deepEqual([night.action, night.reasons], ["held", [soon]]);
    });

    it("skip no order of waves in the expedited lane", () => {
        const at = { time: Date.parse("2026-10-05T10:00:00Z"), asked: false };
        const args = decideArgs(lockAt("1.31.0"), {}, { fleet: { wave: 1, soak: "7d" } });
        const fleet = [{ stack: "earlier", wave: 0, lock: lockAt("1.31.0") }];
        const { action, reasons } = decideUpdate({ ...args, fleet, at, windows: expedited });
        assert.equal(action, "held");
        assert.match(reasons.join(), /earlier \(wave 0\) runs the control plane 1\.31\.0/);
    });
});
