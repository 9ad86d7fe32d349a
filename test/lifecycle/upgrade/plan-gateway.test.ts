import assert from "node:assert/strict";

import { planFaults } from "../../../lifecycle/upgrade/check-plan";
import { gatewayDown, gatewayUp } from "../../../lifecycle/upgrade/plan-gateway";
import { planUpgrade } from "../../../lifecycle/upgrade/plan-upgrade";
import { legalStep } from "../../../lifecycle/upgrade/legal-step";
import { type MeshVersions, after } from "../../../lifecycle/upgrade/skew";
import type { UpgradeStep } from "../../../lifecycle/upgrade/upgrade-step";

type Strategy = "in-place" | "revisions";

/** The whole way, as it is planned and proved. */
function wayOf(strategy: Strategy, start: MeshVersions, target: string): readonly string[] {
    const args = { ...start, strategy, target };
    const bestOfMinor = (minor: string): { version: string } => ({ version: `${minor}.5` });
    const { steps, refusal } = planUpgrade({ ...args, bestOfMinor });
    assert.equal(refusal, undefined);
    assert.deepEqual(planFaults({ ...args, steps }), []);
    return steps.map(({ part, from, to }) => `${part} ${from} → ${to}`);
}

function all(version: string): MeshVersions {
    return { controlPlane: version, proxies: version, gateways: { ingress: version } };
}

const cases: readonly (readonly [
    what: string,
    strategy: Strategy,
    start: MeshVersions,
    target: string,
    way: readonly string[],
])[] = [
    [
        "is the last upwards, in place",
        "in-place",
        all("1.31.0"),
        "1.31.1",
        ["control-plane 1.31.0 → 1.31.1", "proxies 1.31.0 → 1.31.1", "gateway 1.31.0 → 1.31.1"],
    ],
    [
        "follows at every stop of a way of several",
        "in-place",
        all("1.29.5"),
        "1.31.1",
        [
            "control-plane 1.29.5 → 1.30.5",
            "proxies 1.29.5 → 1.30.5",
            "gateway 1.29.5 → 1.30.5",
            "control-plane 1.30.5 → 1.31.1",
            "proxies 1.30.5 → 1.31.1",
            "gateway 1.30.5 → 1.31.1",
        ],
    ],
    [
        "keeps its istiod by revision, until it has left it",
        "revisions",
        all("1.29.5"),
        "1.31.1",
        [
            "control-plane 1.29.5 → 1.31.1",
            "proxies 1.29.5 → 1.31.1",
            "gateway 1.29.5 → 1.31.1",
            "prune 1.29.5 → 1.31.1",
        ],
    ],
    [
        "catches up before another control plane comes",
        "revisions",
        { controlPlane: "1.31.0", proxies: "1.31.0", gateways: { ingress: "1.30.5" } },
        "1.31.1",
        [
            "gateway 1.30.5 → 1.31.0",
            "prune 1.30.5 → 1.31.0",
            "control-plane 1.31.0 → 1.31.1",
            "proxies 1.31.0 → 1.31.1",
            "gateway 1.31.0 → 1.31.1",
            "prune 1.31.0 → 1.31.1",
        ],
    ],
    [
        "is the first downwards, in place",
        "in-place",
        all("1.31.1"),
        "1.31.0",
        ["gateway 1.31.1 → 1.31.0", "proxies 1.31.1 → 1.31.0", "control-plane 1.31.1 → 1.31.0"],
    ],
    [
        "is the first downwards by revision, once an istiod is up again",
        "revisions",
        all("1.31.1"),
        "1.30.5",
        [
            "restore 1.31.1 → 1.30.5",
            "gateway 1.31.1 → 1.30.5",
            "proxies 1.31.1 → 1.30.5",
            "control-plane 1.31.1 → 1.30.5",
            "prune 1.31.1 → 1.30.5",
        ],
    ],
    [
        "goes back at once to a revision that still retires",
        "revisions",
        { ...all("1.31.1"), retiring: "1.30.5" },
        "1.30.5",
        [
            "gateway 1.31.1 → 1.30.5",
            "proxies 1.31.1 → 1.30.5",
            "control-plane 1.31.1 → 1.30.5",
            "prune 1.31.1 → 1.30.5",
        ],
    ],
    [
        "is met by the proxies where it has not followed them",
        "revisions",
        { controlPlane: "1.31.1", proxies: "1.31.1", gateways: { ingress: "1.30.5" } },
        "1.30.5",
        ["proxies 1.31.1 → 1.30.5", "control-plane 1.31.1 → 1.30.5", "prune 1.31.1 → 1.30.5"],
    ],
    [
        "has no step where there is none",
        "in-place",
        { controlPlane: "1.31.0", proxies: "1.31.0" },
        "1.31.1",
        ["control-plane 1.31.0 → 1.31.1", "proxies 1.31.0 → 1.31.1"],
    ],
];

describe("the gateway's step", () => {
    for (const [what, strategy, start, target, way] of cases) {
        it(what, () => {
            assert.deepEqual(wayOf(strategy, start, target), way);
        });
    }

    it("says why", () => {
        assert.equal(
            gatewayUp(
                { controlPlane: "1.31.1", proxies: "1.31.1", gateways: { ingress: "1.30.5" } },
                "revisions",
            )?.why,
            "the workloads run 1.31.1, and have measured it before all traffic goes through it; the istiod of 1.30.5 stays until it is pruned",
        );
        assert.equal(
            gatewayDown(all("1.31.1"), "1.31.0")?.why,
            "all traffic leaves the proxy 1.31.1 before the workloads do, and a gateway is never newer than their proxies, 1.31.1",
        );
    });
});

describe("the steps of several gateways", () => {
    const several = (version: string): MeshVersions => ({
        controlPlane: version,
        proxies: version,
        gateways: { joint: version, egress: version, ingress: version },
    });
    const stepsOf = (strategy: Strategy, start: MeshVersions, target: string): readonly UpgradeStep[] => {
        const args = { ...start, strategy, target };
        const { steps, refusal } = planUpgrade({
            ...args,
            bestOfMinor: (minor) => ({ version: `${minor}.5` }),
        });
        assert.equal(refusal, undefined);
        assert.deepEqual(planFaults({ ...args, steps }), []);
        return steps;
    };
    const named = (steps: readonly UpgradeStep[]): readonly string[] =>
        steps.map(({ part, gateway }) => gateway ?? part);

    for (const strategy of ["in-place", "revisions"] as const) {
        const prune = strategy === "revisions" ? ["prune"] : [];
        it(`go in their order upwards, in the reverse downwards, one at a time (${strategy})`, () => {
            assert.deepEqual(named(stepsOf(strategy, several("1.31.0"), "1.31.1")), [
                "control-plane",
                "proxies",
                "joint",
                "egress",
                "ingress",
                ...prune,
            ]);
            const down = named(stepsOf(strategy, several("1.31.1"), "1.31.0"));
            assert.deepEqual(
                down.filter((part) => part !== "restore" && part !== "prune"),
                ["ingress", "egress", "joint", "proxies", "control-plane"],
            );
        });

        it(`are legal forwards and back, from wherever they differ (${strategy})`, () => {
            const way = { strategy };
            for (const target of ["1.31.1", "1.31.0", "1.30.5"]) {
                for (const joint of ["1.31.0", "1.31.1"]) {
                    for (const egress of ["1.31.0", "1.31.1"]) {
                        const gateways = { joint, egress, ingress: "1.31.0" };
                        let now: MeshVersions = { controlPlane: "1.31.1", proxies: "1.31.1", gateways };
                        for (const step of stepsOf(strategy, now, target)) {
                            const next = after(step, now, strategy);
                            const forwards = legalStep(now, next, way);
                            assert.ok(
                                "step" in forwards,
                                `${JSON.stringify(step)} ${JSON.stringify(forwards)}`,
                            );
                            assert.deepEqual(forwards.step.gateway, step.gateway);
                            now = next;
                        }
                        assert.deepEqual(
                            [now.proxies, ...Object.values(now.gateways ?? {})],
                            Array(4).fill(target),
                        );
                    }
                }
            }
        });
    }

    it("say which gateways wait", () => {
        const [first] = stepsOf(
            "in-place",
            { ...several("1.31.0"), controlPlane: "1.31.1", proxies: "1.31.1" },
            "1.31.1",
        );
        assert.match(first?.why ?? "", /; egress, ingress stay until it was seen whole$/);
    });

    it("are refused two at once, and before the workloads", () => {
        const up = { ...several("1.31.0"), controlPlane: "1.31.1", proxies: "1.31.1" };
        const both = legalStep(
            up,
            { ...up, gateways: { joint: "1.31.1", egress: "1.31.1", ingress: "1.31.0" } },
            {
                strategy: "in-place",
            },
        );
        assert.match(JSON.stringify(both), /the gateways joint and egress move in one change/);
        const early = { ...several("1.31.0"), controlPlane: "1.31.1" };
        const fault = legalStep(
            early,
            { ...early, gateways: { ...early.gateways, egress: "1.31.1" } },
            {
                strategy: "in-place",
            },
        );
        assert.match(JSON.stringify(fault), /goes to the version of the workloads' proxies, 1\.31\.0/);
    });
});

describe("planFaults, of a gateway", () => {
    const up = { part: "control-plane", from: "1.31.0", to: "1.31.1" } as const;
    const proxies = { part: "proxies", from: "1.31.0", to: "1.31.1" } as const;
    const gateway = { part: "gateway", from: "1.31.0", to: "1.31.1" } as const;
    const args = { ...all("1.31.0"), strategy: "in-place", target: "1.31.1" } as const;
    const newer =
        "the gateway 1.31.1 is newer than the workloads' proxies 1.31.0, which measure a proxy before all traffic goes through it";

    it("refuses one that goes before the workloads", () => {
        assert.deepEqual(planFaults({ ...args, steps: [up, gateway, proxies] }), [
            `step 2: done: ${newer}`,
            `step 3: taken back: ${newer}`,
        ]);
    });

    it("refuses one that is newer than its control plane", () => {
        assert.deepEqual(
            planFaults({ ...args, steps: [gateway, up, proxies] }).filter((fault) =>
                fault.includes("step 1: half-way"),
            ),
            ["step 1: half-way: the proxies 1.31.1 are newer than their control plane 1.31.0"],
        );
    });

    it("refuses one that is left behind, and a prune of the istiod it asks", () => {
        assert.deepEqual(planFaults({ ...args, steps: [up, proxies] }), [
            "the gateway ends at 1.31.0, not at 1.31.1",
        ]);
        const prune = { part: "prune", from: "1.31.0", to: "1.31.1" } as const;
        assert.deepEqual(
            planFaults({ ...args, strategy: "revisions", steps: [up, proxies, prune] })[0],
            "step 3: starts at 1.31.0, and there it is none",
        );
    });
});
