import assert from "node:assert/strict";

import { concernOf } from "../../../lifecycle/report/concerns";
import { stackStatus } from "../../../lifecycle/report/stack-status";
import { seenFailed, seenWhole } from "../../support/seen";
import { decideArgs, lockAt } from "../../support/stack-pins";

describe("what a person has to know of a stack first", () => {
    const lock = lockAt("1.31.1");
    const status = stackStatus(decideArgs(lock));
    const left = [147, 147, null];

    it("is nothing where all is well, or will be by itself", () => {
        assert.deepEqual(concernOf({ status, left, seen: seenWhole(lock) }), { level: "fine", reasons: [] });
        assert.equal(concernOf({ status, left, seen: undefined }).level, "fine");
        assert.equal(
            concernOf({ status, left, seen: seenWhole(lock, { health: "behind" }) }).level,
            "moving",
        );
    });

    it("is what fails, each version that failed once", () => {
        const failed = seenFailed(lock);
        const twice = { ...failed, failed: [...failed.failed, ...failed.failed] };
        const { level, reasons } = concernOf({ status, left, seen: twice });
        assert.equal(level, "failing");
        assert.deepEqual(reasons, [failed.findings[0], "the rollout of 1.31.1 has failed"]);
    });

    it("is a fault, an end of support that is near, and a wait without an end", () => {
        const old = stackStatus(decideArgs(lockAt("1.29.3", "1.29.3", "~1.29")));
        const { level, reasons } = concernOf({ status: old, left: [8, 31], seen: undefined });
        assert.equal(level, "attention");
        assert.match(reasons[0] ?? "", /^control plane 1\.29\.3: \d known faults$/);
        assert.ok(reasons.includes("control plane 1.29.3: support ends in 8 days"));
        assert.ok(!reasons.some((reason) => /^proxies.*support/.test(reason)));
        const ended = { ...status, pins: status.pins.map((pin) => ({ ...pin, isSupported: false })) };
        assert.ok(
            concernOf({ status: ended, left, seen: undefined }).reasons.includes(
                "proxies 1.31.1: support has ended",
            ),
        );
        const held = { ...status, action: "held", free: null };
        assert.deepEqual(concernOf({ status: held, left, seen: undefined }).reasons, [
            "time alone does not free its next step",
        ]);
        assert.equal(
            concernOf({ status: { ...held, free: "2026-10-09" }, left, seen: undefined }).level,
            "fine",
        );
    });
});
