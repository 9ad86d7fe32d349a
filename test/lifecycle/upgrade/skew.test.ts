import assert from "node:assert/strict";

import type { UpgradeStrategy } from "../../../lifecycle/stack/settings";
import {
    type MeshState,
    type MeshStep,
    after,
    settledState,
    skewFault,
    stateDuring,
    stateFaults,
    stepFault,
} from "../../../lifecycle/upgrade/skew";

const pairs: readonly (readonly [
    UpgradeStrategy,
    controlPlane: string,
    proxies: string,
    string | undefined,
])[] = [
    ["in-place", "1.31.1", "1.31.1", undefined],
    ["in-place", "1.31.1", "1.31.0", undefined],
    ["in-place", "1.31.0", "1.30.5", undefined],
    ["in-place", "1.31.0", "1.31.0-rc.0", undefined],
    [
        "in-place",
        "1.31.1",
        "1.29.8",
        "the proxies 1.29.8 are more than one minor older than their control plane 1.31.1",
    ],
    ["in-place", "1.31.0", "1.31.1", "the proxies 1.31.1 are newer than their control plane 1.31.0"],
    [
        "in-place",
        "2.0.0",
        "1.31.1",
        "the proxies 1.31.1 are more than one minor older than their control plane 2.0.0",
    ],
    ["revisions", "1.31.1", "1.29.8", undefined],
    [
        "revisions",
        "1.31.1",
        "1.28.10",
        "the proxies 1.28.10 are more than two minors older than their control plane 1.31.1",
    ],
    ["revisions", "1.30.5", "1.31.1", "the proxies 1.31.1 are newer than their control plane 1.30.5"],
];

const states: readonly (readonly [string, UpgradeStrategy, MeshState, readonly string[]])[] = [
    [
        "in place every istiod may meet every proxy",
        "in-place",
        { istiods: ["1.30.5", "1.31.1"], proxies: ["1.30.5", "1.31.1"] },
        ["the proxies 1.31.1 are newer than their control plane 1.30.5"],
    ],
    [
        "by revision each proxy has its own",
        "revisions",
        { istiods: ["1.30.5", "1.31.1"], proxies: ["1.30.5", "1.31.1"] },
        [],
    ],
    [
        "by revision no proxy is left alone",
        "revisions",
        { istiods: ["1.31.1"], proxies: ["1.30.5", "1.31.1"] },
        ["no istiod of revision 1.30.5 serves the proxies 1.30.5"],
    ],
    [
        "by revision the newest counts",
        "revisions",
        { istiods: ["1.28.10", "1.31.1"], proxies: ["1.28.10"] },
        ["the proxies 1.28.10 are more than two minors older than their control plane 1.31.1"],
    ],
];

const steps: readonly (readonly [UpgradeStrategy, MeshStep, string | undefined])[] = [
    ["in-place", { part: "control-plane", from: "1.30.5", to: "1.31.1" }, undefined],
    ["in-place", { part: "control-plane", from: "1.31.1", to: "1.30.5" }, undefined],
    [
        "in-place",
        { part: "control-plane", from: "1.29.8", to: "1.31.1" },
        "the control plane would move 2 minors at once, from 1.29.8 to 1.31.1, and an upgrade goes in place one minor at a time",
    ],
    ["revisions", { part: "control-plane", from: "1.29.8", to: "1.31.1" }, undefined],
    [
        "revisions",
        { part: "proxies", from: "1.31.1", to: "1.28.0" },
        "the proxies would move 3 minors at once, from 1.31.1 to 1.28.0, and an upgrade goes by revision at most two at a time",
    ],
    ["in-place", { part: "proxies", from: "1.31.1", to: "1.31.1" }, "the proxies would stay at 1.31.1"],
    [
        "in-place",
        { part: "control-plane", from: "1.31.1", to: "2.0.0" },
        "2.0.0 is of another major version than 1.31.1",
    ],
];

describe("the skew model", () => {
    for (const [strategy, controlPlane, proxies, fault] of pairs) {
        it(`${fault === undefined ? "allows" : "refuses"} ${strategy} ${controlPlane} with proxies ${proxies}`, () => {
            assert.equal(skewFault({ controlPlane, proxies }, strategy), fault);
        });
    }

    for (const [what, strategy, state, faults] of states) {
        it(`says that ${what}`, () => {
            assert.deepEqual(stateFaults(state, strategy), faults);
        });
    }

    for (const [strategy, step, fault] of steps) {
        it(`${fault === undefined ? "allows" : "refuses"} ${strategy} ${step.part} ${step.from} to ${step.to}`, () => {
            assert.equal(stepFault(step, strategy), fault);
        });
    }

    it("keeps the istiod of the proxies' revision, and only then", () => {
        const mesh = { controlPlane: "1.31.1", proxies: "1.30.5" };

        assert.deepEqual(settledState(mesh, "revisions"), {
            istiods: ["1.30.5", "1.31.1"],
            proxies: ["1.30.5"],
        });
        assert.deepEqual(settledState(mesh, "in-place"), { istiods: ["1.31.1"], proxies: ["1.30.5"] });
        assert.deepEqual(settledState({ ...mesh, proxies: "1.31.1" }, "revisions").istiods, ["1.31.1"]);
    });

    it("has both versions of what moves while it moves", () => {
        const before = { controlPlane: "1.31.1", proxies: "1.30.5" };
        const step = { part: "proxies", from: "1.30.5", to: "1.31.1" } as const;

        assert.deepEqual(stateDuring(step, before, "in-place"), {
            istiods: ["1.31.1"],
            proxies: ["1.30.5", "1.31.1"],
        });
        assert.deepEqual(stateDuring(step, before, "revisions"), {
            istiods: ["1.30.5", "1.31.1"],
            proxies: ["1.30.5", "1.31.1"],
        });
        assert.deepEqual(after(step, before), { controlPlane: "1.31.1", proxies: "1.31.1" });
    });
});
