import assert from "node:assert/strict";

import fc from "fast-check";

import { liveRevisions } from "../../../lifecycle/mesh/revision";
import type { UpgradeStrategy } from "../../../lifecycle/settings/settings";
import {
    type MeshState,
    type MeshStep,
    type MeshVersions,
    after,
    retiringFault,
    settledState,
    skewFault,
    stateDuring,
    stateFaults,
    stepFault,
} from "../../../lifecycle/upgrade/skew";
import { exampleLock, exampleSettings } from "../../support/example-stack";
import { fuzzSeed } from "../../support/fuzz-seed";

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

function moment(istiods: readonly string[], proxies: readonly string[]): MeshState {
    return { istiods, proxies, crds: [], agents: [], defaults: [] };
}

const states: readonly (readonly [string, UpgradeStrategy, MeshState, readonly string[]])[] = [
    [
        "in place every istiod may meet every proxy",
        "in-place",
        moment(["1.30.5", "1.31.1"], ["1.30.5", "1.31.1"]),
        ["the proxies 1.31.1 are newer than their control plane 1.30.5"],
    ],
    [
        "by revision each proxy has its own",
        "revisions",
        moment(["1.30.5", "1.31.1"], ["1.30.5", "1.31.1"]),
        [],
    ],
    [
        "by revision no proxy is left alone",
        "revisions",
        moment(["1.31.1"], ["1.30.5", "1.31.1"]),
        ["no istiod of revision 1.30.5 serves the proxies 1.30.5"],
    ],
    [
        "by revision the newest counts",
        "revisions",
        moment(["1.28.10", "1.31.1"], ["1.28.10"]),
        ["the proxies 1.28.10 are more than two minors older than their control plane 1.31.1"],
    ],
    [
        "definitions are not older than an istiod",
        "in-place",
        { ...moment(["1.31.1"], []), crds: ["1.31.1", "1.30.5"] },
        ["the definitions 1.30.5 are older than the istiod 1.31.1"],
    ],
    [
        "a node agent serves its minor and the next",
        "revisions",
        { ...moment(["1.30.5", "1.31.1"], []), agents: ["1.30.5"] },
        [],
    ],
    [
        "a node agent is not newer than an istiod, nor two minors older",
        "revisions",
        { ...moment(["1.29.8", "1.31.1"], []), agents: ["1.29.8", "1.31.1"] },
        [
            "the CNI node agent 1.29.8 is more than one minor older than the istiod 1.31.1",
            "the CNI node agent 1.31.1 is newer than the istiod 1.29.8",
        ],
    ],
    [
        "the istiod of objects without a revision is up",
        "revisions",
        { ...moment(["1.31.1"], []), defaults: ["1.30.5"] },
        ["objects of no revision are judged by an istiod 1.30.5 that is not up"],
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
    ["revisions", { part: "prune", from: "1.30.5", to: "1.31.1" }, undefined],
    ["in-place", { part: "prune", from: "1.30.5", to: "1.31.1" }, "in place no revision can be pruned"],
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
            assert.deepEqual(stateFaults(state, { strategy }), faults);
        });
    }

    for (const [strategy, step, fault] of steps) {
        it(`${fault === undefined ? "allows" : "refuses"} ${strategy} ${step.part} ${step.from} to ${step.to}`, () => {
            assert.equal(stepFault(step, { strategy }), fault);
        });
    }

    it("keeps the istiod of the proxies' revision, and only then", () => {
        const mesh = { controlPlane: "1.31.1", proxies: "1.30.5" };

        assert.deepEqual(settledState(mesh, { strategy: "revisions" }), {
            ...moment(["1.30.5", "1.31.1"], ["1.30.5"]),
            crds: ["1.31.1"],
            defaults: ["1.30.5"],
        });
        assert.deepEqual(settledState(mesh, { strategy: "in-place" }), {
            ...moment(["1.31.1"], ["1.30.5"]),
            crds: ["1.31.1"],
        });
        assert.deepEqual(settledState({ ...mesh, proxies: "1.31.1" }, { strategy: "revisions" }).istiods, [
            "1.31.1",
        ]);
    });

    it("has both versions of what moves while it moves", () => {
        const before = { controlPlane: "1.31.1", proxies: "1.30.5" };
        const step = { part: "proxies", from: "1.30.5", to: "1.31.1" } as const;

        const inPlace = stateDuring(step, before, { strategy: "in-place" });
        assert.deepEqual([inPlace.istiods, inPlace.proxies], [["1.31.1"], ["1.30.5", "1.31.1"]]);
        const beside = stateDuring(step, before, { strategy: "revisions" });
        assert.deepEqual(
            [beside.istiods, beside.proxies],
            [
                ["1.30.5", "1.31.1"],
                ["1.30.5", "1.31.1"],
            ],
        );
        assert.deepEqual(after(step, before, "in-place"), { controlPlane: "1.31.1", proxies: "1.31.1" });
    });

    const left: readonly (readonly [what: string, MeshVersions, MeshStep, MeshVersions])[] = [
        [
            "what the proxies have left",
            { controlPlane: "1.31.1", proxies: "1.30.5" },
            { part: "proxies", from: "1.30.5", to: "1.31.1" },
            { controlPlane: "1.31.1", proxies: "1.31.1", retiring: "1.30.5" },
        ],
        [
            "nothing while the control plane serves what they have left",
            { controlPlane: "1.31.1", proxies: "1.31.1", retiring: "1.30.5" },
            { part: "proxies", from: "1.31.1", to: "1.30.5" },
            { controlPlane: "1.31.1", proxies: "1.30.5" },
        ],
        [
            "a newer one on the way back",
            { controlPlane: "1.31.1", proxies: "1.30.5" },
            { part: "control-plane", from: "1.31.1", to: "1.30.5" },
            { controlPlane: "1.30.5", proxies: "1.30.5", retiring: "1.31.1" },
        ],
        [
            "nothing where a pin keeps it",
            { controlPlane: "1.30.5", proxies: "1.30.5" },
            { part: "control-plane", from: "1.30.5", to: "1.31.1" },
            { controlPlane: "1.31.1", proxies: "1.30.5" },
        ],
        [
            "nothing that is pruned",
            { controlPlane: "1.31.1", proxies: "1.31.1", retiring: "1.30.5" },
            { part: "prune", from: "1.30.5", to: "1.31.1" },
            { controlPlane: "1.31.1", proxies: "1.31.1" },
        ],
        [
            "nothing that is pruned on the way back, and keeps the definitions",
            { controlPlane: "1.30.5", proxies: "1.30.5", retiring: "1.31.1" },
            { part: "prune", from: "1.31.1", to: "1.30.5" },
            { controlPlane: "1.30.5", proxies: "1.30.5", crds: "1.31.1" },
        ],
        [
            "what comes back, before its proxies do",
            { controlPlane: "1.31.1", proxies: "1.31.1" },
            { part: "restore", from: "1.31.1", to: "1.30.5" },
            { controlPlane: "1.31.1", proxies: "1.31.1", retiring: "1.30.5" },
        ],
    ];
    for (const [what, before, step, expected] of left) {
        it(`retires ${what}`, () => {
            assert.deepEqual(after(step, before, "revisions"), expected);
        });
    }

    it("keeps the istiod of a revision that is being retired, and its proxies", () => {
        const mesh = { controlPlane: "1.31.1", proxies: "1.31.1", retiring: "1.30.5" };

        const beside = settledState(mesh, { strategy: "revisions" });
        assert.deepEqual(beside.istiods, ["1.31.1", "1.30.5"]);
        assert.deepEqual(beside.proxies, ["1.31.1", "1.30.5"]);
    });

    it("keeps the control planes that are declared, whatever the lock", () => {
        const version = fc.constantFrom("1.28.10", "1.29.8", "1.30.5", "1.31.0", "1.31.1");
        const retired = fc.option(version, { nil: undefined });
        const property = fc.property(version, version, retired, (controlPlane, proxies, retiring) => {
            for (const strategy of ["in-place", "revisions"] as const) {
                const lock = exampleLock(controlPlane, proxies);
                const declared = liveRevisions(exampleSettings({ istio: { strategy } }), {
                    ...lock,
                    istio: { ...lock.istio, retiring },
                });
                const { istiods } = settledState({ controlPlane, proxies, retiring }, { strategy });
                assert.deepEqual(
                    declared.map((revision) => revision.version),
                    [...istiods].sort(),
                );
            }
        });
        fc.assert(property, { seed: fuzzSeed() });
    });

    const retired: readonly (readonly [UpgradeStrategy, MeshVersions, string | undefined])[] = [
        ["in-place", { controlPlane: "1.31.1", proxies: "1.31.1" }, undefined],
        ["revisions", { controlPlane: "1.31.1", proxies: "1.31.1", retiring: "1.29.8" }, undefined],
        ["revisions", { controlPlane: "1.30.5", proxies: "1.30.5", retiring: "1.31.1" }, undefined],
        [
            "in-place",
            { controlPlane: "1.31.1", proxies: "1.31.1", retiring: "1.30.5" },
            "only strategy revisions keeps a second istiod, and this one is in place",
        ],
        [
            "revisions",
            { controlPlane: "1.31.1", proxies: "1.30.5", retiring: "1.31.1" },
            "must not be the version of the control plane, whose istiod stays anyway",
        ],
        [
            "revisions",
            { controlPlane: "1.31.1", proxies: "1.30.5", retiring: "1.30.5" },
            "must not be the version of the proxies, whose istiod stays anyway",
        ],
        [
            "revisions",
            { controlPlane: "1.31.1", proxies: "1.31.1", retiring: "1.28.10" },
            "must be at most two minors away from the control plane, 1.31.1",
        ],
        [
            "revisions",
            { controlPlane: "1.30.5", proxies: "1.29.8", retiring: "1.32.0" },
            "must be at most two minors away from the proxies, 1.29.8",
        ],
    ];
    for (const [strategy, mesh, fault] of retired) {
        it(`${fault === undefined ? "allows" : "refuses"} ${strategy} ${mesh.controlPlane} with ${mesh.proxies}, retiring ${mesh.retiring}`, () => {
            assert.equal(retiringFault(mesh, strategy), fault);
        });
    }
});
