import assert from "node:assert/strict";

import type { UpgradeStrategy } from "../../../lifecycle/settings/settings";
import { planFaults, requireSafe, stepFaults } from "../../../lifecycle/upgrade/check-plan";
import type { MeshStep } from "../../../lifecycle/upgrade/skew";

function move(part: MeshStep["part"], from: string, to: string): MeshStep {
    return { part, from, to };
}

const up = [move("control-plane", "1.30.5", "1.31.1"), move("proxies", "1.30.5", "1.31.1")];

const cases: readonly (readonly [
    what: string,
    strategy: UpgradeStrategy,
    start: string,
    target: string,
    steps: readonly MeshStep[],
    faults: readonly string[],
])[] = [
    ["lets a plan upwards pass", "in-place", "1.30.5", "1.31.1", up, []],
    ["lets an empty plan pass", "in-place", "1.30.5", "1.30.5", [], []],
    [
        "lets a plan downwards pass",
        "in-place",
        "1.31.1",
        "1.30.5",
        [move("proxies", "1.31.1", "1.30.5"), move("control-plane", "1.31.1", "1.30.5")],
        [],
    ],
    [
        "refuses proxies that go first",
        "in-place",
        "1.30.5",
        "1.31.1",
        [up[1], up[0]].flatMap((step) => step ?? []),
        [
            "step 1: half-way: the proxies 1.31.1 are newer than their control plane 1.30.5",
            "step 1: done: the proxies 1.31.1 are newer than their control plane 1.30.5",
            "step 1: once more: the proxies 1.31.1 are newer than their control plane 1.30.5",
            "step 1: half taken back: the proxies 1.31.1 are newer than their control plane 1.30.5",
            "step 2: half-way: the proxies 1.31.1 are newer than their control plane 1.30.5",
            "step 2: half taken back: the proxies 1.31.1 are newer than their control plane 1.30.5",
            "step 2: taken back: the proxies 1.31.1 are newer than their control plane 1.30.5",
        ],
    ],
    [
        "refuses a control plane that goes back first",
        "in-place",
        "1.31.1",
        "1.31.0",
        [move("control-plane", "1.31.1", "1.31.0"), move("proxies", "1.31.1", "1.31.0")],
        [
            "step 1: half-way: the proxies 1.31.1 are newer than their control plane 1.31.0",
            "step 1: done: the proxies 1.31.1 are newer than their control plane 1.31.0",
            "step 1: once more: the proxies 1.31.1 are newer than their control plane 1.31.0",
            "step 1: half taken back: the proxies 1.31.1 are newer than their control plane 1.31.0",
            "step 2: half-way: the proxies 1.31.1 are newer than their control plane 1.31.0",
            "step 2: half taken back: the proxies 1.31.1 are newer than their control plane 1.31.0",
            "step 2: taken back: the proxies 1.31.1 are newer than their control plane 1.31.0",
        ],
    ],
    [
        "refuses a leap, and the leap back",
        "in-place",
        "1.29.8",
        "1.31.1",
        [move("control-plane", "1.29.8", "1.31.1")],
        [
            "step 1: the control plane would move 2 minors at once, from 1.29.8 to 1.31.1, and an upgrade goes in place one minor at a time",
            "step 1: taken back: the control plane would move 2 minors at once, from 1.31.1 to 1.29.8, and an upgrade goes in place one minor at a time",
            "step 1: half-way: the proxies 1.29.8 are more than one minor older than their control plane 1.31.1",
            "step 1: done: the proxies 1.29.8 are more than one minor older than their control plane 1.31.1",
            "step 1: once more: the proxies 1.29.8 are more than one minor older than their control plane 1.31.1",
            "step 1: half taken back: the proxies 1.29.8 are more than one minor older than their control plane 1.31.1",
            "the proxies end at 1.29.8, not at 1.31.1",
        ],
    ],
    [
        "refuses steps that do not join",
        "in-place",
        "1.30.5",
        "1.31.1",
        [move("control-plane", "1.30.4", "1.31.1"), move("proxies", "1.30.5", "1.31.1")],
        [
            "step 1: starts at 1.30.4, and there it is 1.30.5",
            "step 1: half taken back: the proxies 1.30.5 are newer than their control plane 1.30.4",
            "step 1: taken back: the proxies 1.30.5 are newer than their control plane 1.30.4",
        ],
    ],
    [
        "refuses a plan that ends elsewhere",
        "revisions",
        "1.29.8",
        "1.31.1",
        [move("control-plane", "1.29.8", "1.31.0"), move("proxies", "1.29.8", "1.31.0")],
        [
            "the control plane ends at 1.31.0, not at 1.31.1",
            "the proxies end at 1.31.0, not at 1.31.1",
            "revision 1.29.8 is never pruned",
        ],
    ],
    [
        "lets revisions pass one minor over",
        "revisions",
        "1.29.8",
        "1.31.1",
        [
            move("control-plane", "1.29.8", "1.31.1"),
            move("proxies", "1.29.8", "1.31.1"),
            move("prune", "1.29.8", "1.31.1"),
        ],
        [],
    ],
    [
        "lets revisions go back, and prunes the newer one",
        "revisions",
        "1.31.1",
        "1.30.5",
        [
            move("restore", "1.31.1", "1.30.5"),
            move("proxies", "1.31.1", "1.30.5"),
            move("control-plane", "1.31.1", "1.30.5"),
            move("prune", "1.31.1", "1.30.5"),
        ],
        [],
    ],
    [
        "refuses proxies that go back to an istiod that is not up",
        "revisions",
        "1.31.1",
        "1.30.5",
        [
            move("proxies", "1.31.1", "1.30.5"),
            move("control-plane", "1.31.1", "1.30.5"),
            move("prune", "1.31.1", "1.30.5"),
        ],
        ["step 1: definitions first: objects of no revision are judged by an istiod 1.30.5 that is not up"],
    ],
    [
        "refuses to prune what is not retiring",
        "revisions",
        "1.30.5",
        "1.31.1",
        [
            move("control-plane", "1.30.5", "1.31.1"),
            move("prune", "1.30.5", "1.31.1"),
            move("proxies", "1.30.5", "1.31.1"),
            move("prune", "1.30.5", "1.31.1"),
        ],
        [
            "step 2: starts at 1.30.5, and there it is none",
            "step 2: half-way: objects of no revision are judged by an istiod 1.30.5 that is not up",
            "step 2: half taken back: objects of no revision are judged by an istiod 1.30.5 that is not up",
        ],
    ],
    [
        "refuses to leave a second revision before the first is pruned",
        "revisions",
        "1.30.5",
        "1.31.1",
        [
            move("control-plane", "1.30.5", "1.31.0"),
            move("proxies", "1.30.5", "1.31.0"),
            move("control-plane", "1.31.0", "1.31.1"),
            move("proxies", "1.31.0", "1.31.1"),
            move("prune", "1.31.0", "1.31.1"),
        ],
        [
            "step 3: taken back: no istiod of revision 1.30.5 serves the proxies 1.30.5",
            "step 4: done: no istiod of revision 1.30.5 serves the proxies 1.30.5",
            "step 4: once more: no istiod of revision 1.30.5 serves the proxies 1.30.5",
            "step 4: half taken back: no istiod of revision 1.30.5 serves the proxies 1.30.5",
            "step 4: taken back: no istiod of revision 1.30.5 serves the proxies 1.30.5",
            "step 5: half-way: no istiod of revision 1.30.5 serves the proxies 1.30.5",
            "step 5: done: no istiod of revision 1.30.5 serves the proxies 1.30.5",
            "step 5: once more: no istiod of revision 1.30.5 serves the proxies 1.30.5",
            "step 5: half taken back: no istiod of revision 1.30.5 serves the proxies 1.30.5",
            "step 5: taken back: no istiod of revision 1.30.5 serves the proxies 1.30.5",
        ],
    ],
    [
        "refuses to prune in place",
        "in-place",
        "1.31.1",
        "1.31.1",
        [move("prune", "1.30.5", "1.31.1")],
        [
            "step 1: starts at 1.30.5, and there it is none",
            "step 1: in place no revision can be pruned",
            "step 1: taken back: in place no revision can be pruned",
        ],
    ],
];

describe("planFaults", () => {
    for (const [what, strategy, start, target, steps, faults] of cases) {
        it(what, () => {
            const args = { controlPlane: start, proxies: start, target, strategy, steps };

            assert.deepEqual(planFaults(args), faults);
        });
    }

    it("looks at the mesh a plan starts from", () => {
        const args = {
            controlPlane: "1.30.5",
            proxies: "1.31.1",
            target: "1.31.1",
            strategy: "in-place",
        } as const;

        assert.deepEqual(planFaults({ ...args, steps: [] }), [
            "the proxies 1.31.1 are newer than their control plane 1.30.5",
            "the control plane ends at 1.30.5, not at 1.31.1",
        ]);
    });
});

describe("a gateway by revision", () => {
    const mesh = { controlPlane: "1.31.1", proxies: "1.31.1", gateways: { ingress: "1.31.1" } };
    const back = move("gateway", "1.31.1", "1.30.5");

    it("goes back to an istiod that is up, and not to one that would come up with it", () => {
        const retiring = "1.30.5";
        const way = { strategy: "revisions" } as const;

        assert.deepEqual(stepFaults(back, { ...mesh, retiring, running: ["1.31.1", retiring] }, way), []);
        assert.deepEqual(stepFaults(back, { ...mesh, running: ["1.31.1"] }, way), [
            "the istiod 1.30.5 that the gateway is to ask is not up yet",
        ]);
    });
});

describe("requireSafe", () => {
    it("takes an unsafe plan for a bug", () => {
        const args = {
            controlPlane: "1.30.5",
            proxies: "1.30.5",
            target: "1.31.1",
            strategy: "in-place",
        } as const;

        assert.throws(() => requireSafe({ ...args, steps: [] }), {
            name: "Error",
            message:
                "the plan to 1.31.1 is unsafe: the control plane ends at 1.30.5, not at 1.31.1; the proxies end at 1.30.5, not at 1.31.1",
        });
    });
});
