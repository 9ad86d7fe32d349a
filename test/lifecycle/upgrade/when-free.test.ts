import assert from "node:assert/strict";

import type { EvidenceBook } from "../../../lifecycle/evidence/evidence-book";
import type { DecideArgs } from "../../../lifecycle/upgrade/decision";
import { whenFree } from "../../../lifecycle/upgrade/when-free";
import { bookOf, seenFailed, seenWhole } from "../../support/seen";
import { decideArgs, lockAt } from "../../support/stack-pins";

const first = (since: string): DecideArgs["fleet"][number] => {
    const lock = lockAt("1.31.1");
    const pin = { version: "1.31.1", since };
    return {
        stack: "first",
        wave: 0,
        lock: { ...lock, istio: { ...lock.istio, controlPlane: pin, proxies: pin } },
    };
};
const second = { fleet: { wave: 1, soak: "7d" } };

describe("whenFree", () => {
    it("is the day itself where a step may be taken, and none where nothing is to do", () => {
        assert.equal(whenFree(decideArgs(lockAt("1.31.0"))).free, "2026-10-05");
        assert.equal(whenFree(decideArgs(lockAt("1.31.1"))).free, null);
    });

    it("is the first day after a soak", () => {
        // 1.30.5 has no faults, so that nothing lifts the soak.
        const args = { ...decideArgs(lockAt("1.30.5"), {}, second), fleet: [first("2026-10-03")] };

        const { free, decision } = whenFree(args, "istio");
        assert.deepEqual([decision.action, free], ["held", "2026-10-10"]);
    });

    it("is the first day on which a release is old enough", () => {
        const args = decideArgs(lockAt("1.30.5"), { istio: { minimumAge: "20d" } });

        assert.equal(whenFree(args, "istio").free, "2026-10-11");
    });

    it("is none where an earlier wave has to move first", () => {
        const args = {
            ...decideArgs(lockAt("1.30.5"), {}, second),
            fleet: [{ stack: "first", wave: 0, lock: lockAt("1.30.5") }],
        };

        assert.deepEqual(whenFree(args, "istio").free, null);
    });
});

describe("whenFree, where settings require evidence", () => {
    const lock = lockAt("1.31.1");
    const fleet = [{ stack: "first", wave: 0, lock, evidence: "required" as const }];
    const seen = seenWhole(lock, { stack: "first" });
    const waiting = (evidence: EvidenceBook): ReturnType<typeof whenFree> =>
        whenFree(
            { ...decideArgs(lockAt("1.30.5"), {}, { fleet: { wave: 1, soak: "7d" } }), fleet, evidence },
            "istio",
        );

    it("is the first day after a soak that goes on, though nobody has looked by then", () => {
        // Seen to run since noon of the first, so that seven days are over in the course of the eighth.
        const { free, decision } = waiting(bookOf([seen]));
        assert.deepEqual([decision.action, free], ["held", "2026-10-09"]);
    });

    it("is none where nothing is known, or something fails: time alone changes neither", () => {
        assert.equal(waiting(bookOf([])).free, null);
        assert.equal(waiting(bookOf([seenFailed(lock, { stack: "first" })])).free, null);
        assert.equal(waiting(bookOf([{ ...seen, seen: "2026-10-02T12:00:00Z" }])).free, null);
    });

    it("is the day itself where the stack's own proxies were seen, and none where they were not", () => {
        const moving = { ...lockAt("1.30.5"), istio: { ...lockAt("1.30.5").istio, leaving: "1.29.8" } };
        const args = decideArgs(moving, {}, { fleet: { evidence: "required" } });
        assert.equal(
            whenFree({ ...args, evidence: bookOf([seenWhole(moving)]) }, "istio").free,
            "2026-10-05",
        );
        assert.equal(whenFree(args, "istio").free, null);
    });
});

describe("whenFree, with windows", () => {
    const all = { expedited: false, waves: [] };
    const weekend = { schedule: "0 9 * * SAT", duration: "8h", ...all };
    const daily = { schedule: "0 9 * * *", duration: "8h", ...all, expedited: true };
    const now = (text: string) => ({ time: Date.parse(`${text}:00Z`), asked: false });
    const free = (args: DecideArgs, windows: readonly (typeof weekend)[], at = now("2026-10-05T20:00")) =>
        whenFree({ ...args, at, windows: { timeZone: "UTC", windows, freezes: [] } }, "istio").free;

    it("is the day on which the next one opens, this very day included", () => {
        const sound = decideArgs(lockAt("1.30.5"));
        assert.equal(free(sound, [weekend]), "2026-10-10");
        assert.equal(free(sound, [weekend], now("2026-10-10T03:00")), "2026-10-10");
        assert.equal(free(sound, [weekend], now("2026-10-10T18:00")), "2026-10-17");
    });

    it("is the first of them after a soak", () => {
        const args = { ...decideArgs(lockAt("1.30.5"), {}, second), fleet: [first("2026-10-05")] };
        assert.equal(free(args, [weekend]), "2026-10-17");
    });

    it("is sooner for what mends a known fault, where the expedited lane is wider", () => {
        assert.equal(free(decideArgs(lockAt("1.31.0")), [weekend, daily]), "2026-10-06");
        assert.equal(free(decideArgs(lockAt("1.30.5")), [weekend, daily]), "2026-10-10");
    });

    it("is none where no window is in sight", () => {
        const args = decideArgs(lockAt("1.30.5"));
        const windows = {
            timeZone: "UTC",
            windows: [weekend],
            freezes: [{ from: "2026-01-01", to: "9998-01-01", reason: "for ever", ...all }],
        };
        assert.equal(whenFree({ ...args, windows }, "istio").free, null);
    });
});
