import assert from "node:assert/strict";

import { controlPlaneArgs, gatewayArgs } from "../../../components/mesh/istio-args";
import { proxyRevision } from "../../../lifecycle/mesh/revision";
import type { Lock } from "../../../lifecycle/settings/lock";
import type { Evidence } from "../../../lifecycle/evidence/evidence";
import { checkLock } from "../../../lifecycle/upgrade/lock-check";
import { formatLock, parseLock } from "../../../lifecycle/settings/lock-parse";
import type { StackSettings, UpgradeStrategy } from "../../../lifecycle/settings/settings";
import { decideUpdate } from "../../../lifecycle/upgrade/decide";
import type { DecideArgs, Decision } from "../../../lifecycle/upgrade/decision";
import { judgeMove } from "../../../lifecycle/upgrade/judge-move";
import type { MoveSide } from "../../../lifecycle/upgrade/move";
import { beginFault, beginStrategyMove, decideStrategyMove } from "../../../lifecycle/upgrade/strategy-move";
import { momentOf } from "../../../lifecycle/versions/request";
import { bookOf, seenWhole } from "../../support/seen";
import { decideArgs, lockAt } from "../../support/stack-pins";

const bestOfMinor = (minor: string) => ({ version: `${minor}.9` });

function argsAt(lock: Lock, strategy: UpgradeStrategy, day: string): DecideArgs & { readonly lock: Lock } {
    return { ...decideArgs(lock, { istio: { strategy } }), at: momentOf(day) };
}

/** Settings and lock before the move, and after each of its steps. */
function journey(
    to: UpgradeStrategy,
): readonly (MoveSide & { readonly settings: StackSettings; readonly lock: Lock })[] {
    const from = to === "revisions" ? "in-place" : "revisions";
    const start = lockAt("1.31.1");
    const { settings } = argsAt(start, to, "2026-10-05");
    const sides = [{ settings: argsAt(start, from, "2026-10-05").settings, lock: start }];
    let decision: Decision = beginStrategyMove(argsAt(start, to, "2026-10-05"));
    for (const day of ["2026-10-05", "2026-10-12", undefined]) {
        assert.equal(decision.action, "step", decision.reasons.join());
        assert.ok(decision.lock);
        const { lock } = parseLock("dev", formatLock("dev", decision.lock));
        sides.push({ settings, lock });
        if (day !== undefined) decision = decideStrategyMove(argsAt(lock, to, day));
    }
    return sides;
}

function istiods({
    settings,
    lock,
}: {
    readonly settings: StackSettings;
    readonly lock: Lock;
}): readonly string[] {
    return (controlPlaneArgs(settings, lock).revisions ?? []).map(({ name }) => name);
}

const journeys = [
    [
        "revisions",
        [["default"], ["default", "1-31-1"], ["default", "1-31-1"], ["1-31-1"]],
        ["default", "default", "1-31-1", "1-31-1"],
    ],
    [
        "in-place",
        [["1-31-1"], ["1-31-1", "default"], ["1-31-1", "default"], ["default"]],
        ["1-31-1", "1-31-1", "default", "default"],
    ],
] as const;

describe("a move to another strategy", () => {
    for (const [to, live, asked] of journeys) {
        const sides = journey(to);

        it(`keeps the old istiod until the proxies have moved, to ${to}`, () => {
            assert.deepEqual(sides.map(istiods), live);
            assert.deepEqual(
                sides.map(({ settings, lock }) => proxyRevision(settings, lock)),
                asked,
            );
            for (const [index, side] of sides.entries()) {
                for (const gateway of side.settings.gateways)
                    assert.equal(gatewayArgs(side.settings, side.lock, gateway).revision, asked[index]);
                const { baseValues } = controlPlaneArgs(side.settings, side.lock);
                assert.equal(baseValues?.["defaultRevision"], asked[index]);
                // What proxies ask before and after a step is up in both.
                const [before, next] = [sides[index - 1], side];
                if (before)
                    for (const name of [asked[index - 1], asked[index]])
                        assert.ok(istiods(next).includes(name ?? ""));
            }
        });

        it(`changes nothing of the istiod that serves when the other comes up, to ${to}`, () => {
            const [before, begun] = sides;
            assert.ok(before && begun);
            const old = controlPlaneArgs(before.settings, before.lock).revisions?.[0];
            assert.ok(old);
            assert.deepEqual(controlPlaneArgs(begun.settings, begun.lock).revisions?.[0], old);
        });

        it(`is accepted step by step, taken back step by step, and refused two steps at once, to ${to}`, () => {
            for (const [index, side] of sides.entries()) {
                checkLock(side.settings, { lock: side.lock, file: "stacks/dev.lock.yaml", lineOf: () => 1 });
                const [before, long] = [sides[index - 1], sides[index - 2]];
                if (before) {
                    assert.deepEqual(judgeMove({ from: before, to: side, bestOfMinor }), []);
                    assert.deepEqual(judgeMove({ from: side, to: before, bestOfMinor }), []);
                }
                if (long) {
                    assert.equal(judgeMove({ from: long, to: side, bestOfMinor }).length, 1);
                    assert.equal(judgeMove({ from: side, to: long, bestOfMinor }).length, 1);
                }
            }
        });
    }

    it("is not taken back where some proxies have moved before", () => {
        const [before, begun, moved] = journey("revisions");
        assert.ok(before && begun && moved);

        assert.equal(judgeMove({ from: begun, to: before, bestOfMinor, history: [moved.lock] }).length, 1);
    });

    it("waits for the proxies, and for a person where only a restart moves pods", () => {
        const moved = journey("revisions")[2]?.lock;
        assert.ok(moved);
        assert.deepEqual(decideUpdate(argsAt(moved, "revisions", "2026-10-11")).reasons, [
            "the istiod without a revision stays until its proxies are gone: they move to the istiod of revision 1-31-1 since 2026-10-05, and the soak of 7d is over on 2026-10-12",
        ]);
        const args = { ...argsAt(moved, "revisions", "2026-10-12"), restarts: () => ["prod/Deployment/a"] };
        assert.match(decideUpdate(args).reasons.join(), /--restarted 1\.31\.1$/);
        assert.equal(decideUpdate({ ...args, restarted: "1.31.1" }).step?.part, "strategy-prune");
    });

    it("moves no version before its end, and begins in no upgrade", () => {
        const begun = journey("revisions")[1]?.lock;
        assert.ok(begun);
        assert.equal(decideUpdate(argsAt(begun, "revisions", "2026-10-05")).step?.part, "strategy-proxies");
        const behind = lockAt("1.31.1", "1.31.0");
        assert.equal(decideUpdate(argsAt(behind, "revisions", "2026-10-05"), "strategy").action, "held");
        assert.match(beginFault({ ...lockAt("1.31.1").istio, retiring: "1.30.5" }) ?? "", /is retiring/);
        assert.equal(beginStrategyMove(argsAt(begun, "revisions", "2026-10-05")).action, "held");
    });
});

describe("a move to another strategy, where settings require evidence", () => {
    const moving = (strategyMove: "old" | "new"): Lock => {
        const lock = lockAt("1.31.1");
        return { ...lock, istio: { ...lock.istio, strategyMove, strategySince: "2026-10-05" } };
    };
    const decide = (lock: Lock, change?: Partial<Evidence>): Decision =>
        decideStrategyMove({
            ...decideArgs(lock, { istio: { strategy: "revisions" } }, { fleet: { evidence: "required" } }),
            evidence: change && bookOf([seenWhole(lock, change)]),
        });

    it("moves the proxies once both istiods were seen alive", () => {
        assert.deepEqual(decide(moving("old")).reasons, [
            "the proxies stay until both istiods are seen alive at 1.31.1: nothing was seen of dev yet: run npm run -s windlass -- status --stack dev --record",
        ]);
        assert.equal(decide(moving("old"), {}).lock?.istio.strategyMove, "new");
    });

    it("takes the old istiod away once no pod asks it, on the very day", () => {
        const pods = { version: "1.31.1", pods: 3 };
        const { action, reasons } = decide(moving("new"), { proxies: [{ ...pods, revision: "default" }] });
        assert.equal(action, "held");
        assert.match(reasons.join(), /3 pods ask it still/);
        const gone = decide(moving("new"), { proxies: [{ ...pods, revision: "1-31-1" }] });
        assert.deepEqual([gone.step?.part, gone.lock?.istio.strategyMove], ["strategy-prune", undefined]);
    });
});
