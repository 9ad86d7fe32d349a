import assert from "node:assert/strict";

import { nextChange } from "../../../lifecycle/observed/next-change";
import type { RolloutAction, RolloutState } from "../../../lifecycle/observed/rollout-state";

/** An analysis of 1.31.2 under way. */
const running: RolloutState = {
    id: "shop/Canary/backend",
    target: "shop/Deployment/backend",
    uid: "u",
    resourceVersion: "1",
    phase: "Progressing",
    failedChecks: 1,
    threshold: 5,
    lastApplied: "new",
    isPromoted: false,
    lastTransition: "12:00",
    interval: 30_000,
    skips: "no",
    isCurrent: false,
    version: "1.31.2",
};
const failed = { phase: "Failed" };
/** Promoted, with nothing under way. */
const promoted = { phase: "Succeeded", isPromoted: true, isCurrent: true };
const reverted = { phase: "Failed", isPromoted: false, isCurrent: true };

const FRESH = { isTouched: false, hasLooked: false };
const LOOKED = { isTouched: true, hasLooked: true };
const TOUCHED = { isTouched: true, hasLooked: false };

describe("nextChange", () => {
    type Case = readonly [RolloutAction, Partial<RolloutState>, string | object, typeof FRESH?];
    const cases: readonly Case[] = [
        ["retry", failed, { lastAppliedSpec: "" }],
        ["retry", { ...failed, lastApplied: undefined }, "wait"],
        ["retry", {}, "done"],
        ["retry", promoted, "done"],
        // A primary that somebody has edited.
        ["retry", { ...promoted, isCurrent: false }, { lastAppliedSpec: "" }],
        // One without a template, a Service: Flagger's record is all there is.
        ["retry", { ...promoted, isCurrent: undefined }, "done"],
        ["abort", {}, { failedChecks: 5 }],
        ["abort", { phase: "WaitingPromotion" }, { failedChecks: 5 }],
        ["abort", { failedChecks: 5 }, "wait"],
        ["abort", { phase: "Waiting" }, { phase: "Failed" }],
        ["abort", { phase: "Promoting" }, "refused"],
        ["abort", { phase: "Finalising" }, "refused"],
        ["abort", failed, "done"],
        ["abort", failed, "wait", TOUCHED],
        ["abort", failed, "done", LOOKED],
        ["abort", promoted, "done"],
        // Changed a moment ago, and Flagger has not looked.
        ["abort", { ...promoted, isCurrent: false }, "wait"],
        // Its hash may be of what was there before Flagger looks.
        ["abort", reverted, "wait"],
        ["abort", reverted, { lastPromotedSpec: "new" }, LOOKED],
        ["abort", { ...reverted, isPromoted: true }, "done"],
        ["promote", {}, "skip on"],
        ["promote", { skips: "by-hand" }, "wait"],
        ["promote", { skips: "by-git" }, "wait"],
        ["promote", { phase: "WaitingPromotion", skips: "by-hand" }, "wait"],
        ["promote", { phase: "Waiting", skips: "by-hand" }, { phase: "Progressing" }],
        ["promote", { ...failed, skips: "by-hand" }, { lastAppliedSpec: "" }],
        ["promote", promoted, "done"],
        ["promote", { ...promoted, skips: "by-hand" }, "skip off"],
        ["retry", { skips: "by-hand" }, "skip off"],
        ["abort", { skips: "by-hand" }, "skip off"],
        ["retry", { phase: undefined }, "done"],
        ["promote", { phase: "Initializing" }, "done"],
        ["abort", { phase: "Terminating" }, "refused"],
    ];
    for (const [action, change, wanted, progress = FRESH] of cases) {
        const looked = progress === FRESH ? "" : progress === LOOKED ? ", looked at" : ", changed";
        it(`${action} of ${JSON.stringify(change)}${looked} is ${JSON.stringify(wanted)}`, () => {
            const next = nextChange(action, { ...running, ...change }, progress);
            const found =
                next.kind === "status"
                    ? next.status
                    : next.kind === "skip"
                      ? `skip ${next.skip ? "on" : "off"}`
                      : next.kind;
            assert.deepEqual(found, wanted);
            assert.match(next.why, /^\S.*[^.]$/);
        });
    }
});
