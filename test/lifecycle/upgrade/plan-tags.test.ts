import assert from "node:assert/strict";
import fc from "fast-check";

import { planFaults } from "../../../lifecycle/upgrade/check-plan";
import { planUpgrade } from "../../../lifecycle/upgrade/plan-upgrade";
import { type MeshVersions, after, istiodsOf } from "../../../lifecycle/upgrade/skew";
import { fuzzRuns, fuzzSeed } from "../../support/fuzz-seed";

const WAY = { strategy: "revisions" } as const;
const bestOfMinor = (minor: string): { version: string } => ({ version: `${minor}.5` });

/** The whole way, as it is planned and proved. */
function wayOf(start: MeshVersions, target: string): readonly string[] {
    const args = { ...start, ...WAY, target };
    const { steps, refusal } = planUpgrade({ ...args, bestOfMinor });
    assert.equal(refusal, undefined);
    assert.deepEqual(planFaults({ ...args, steps }), []);
    return steps.map(({ part, from, to }) => `${part} ${from} → ${to}`);
}

function all(version: string): MeshVersions {
    return { controlPlane: version, proxies: version, gateways: { ingress: version }, tags: version };
}

const cases: readonly (readonly [
    what: string,
    start: MeshVersions,
    target: string,
    way: readonly string[],
])[] = [
    [
        "is the last upwards, and no revision goes before it",
        all("1.30.5"),
        "1.31.1",
        [
            "control-plane 1.30.5 → 1.31.1",
            "proxies 1.30.5 → 1.31.1",
            "gateway 1.30.5 → 1.31.1",
            "tags 1.30.5 → 1.31.1",
            "prune 1.30.5 → 1.31.1",
        ],
    ],
    [
        "catches up before another control plane comes",
        { ...all("1.31.0"), tags: "1.30.5" },
        "1.31.1",
        [
            "tags 1.30.5 → 1.31.0",
            "prune 1.30.5 → 1.31.0",
            "control-plane 1.31.0 → 1.31.1",
            "proxies 1.31.0 → 1.31.1",
            "gateway 1.31.0 → 1.31.1",
            "tags 1.31.0 → 1.31.1",
            "prune 1.31.0 → 1.31.1",
        ],
    ],
    [
        "goes back before the workloads, once an istiod is up again",
        all("1.31.1"),
        "1.30.5",
        [
            "restore 1.31.1 → 1.30.5",
            "gateway 1.31.1 → 1.30.5",
            "tags 1.31.1 → 1.30.5",
            "proxies 1.31.1 → 1.30.5",
            "control-plane 1.31.1 → 1.30.5",
            "prune 1.31.1 → 1.30.5",
        ],
    ],
    [
        "goes back at once to a revision that still retires",
        { ...all("1.31.1"), retiring: "1.30.5" },
        "1.30.5",
        [
            "gateway 1.31.1 → 1.30.5",
            "tags 1.31.1 → 1.30.5",
            "proxies 1.31.1 → 1.30.5",
            "control-plane 1.31.1 → 1.30.5",
            "prune 1.31.1 → 1.30.5",
        ],
    ],
    [
        "is met by the proxies where it has not followed them",
        { controlPlane: "1.31.1", proxies: "1.31.1", tags: "1.30.5" },
        "1.30.5",
        ["proxies 1.31.1 → 1.30.5", "control-plane 1.31.1 → 1.30.5", "prune 1.31.1 → 1.30.5"],
    ],
];

describe("the tags' step", () => {
    for (const [what, start, target, way] of cases) {
        it(what, () => {
            assert.deepEqual(wayOf(start, target), way);
        });
    }

    it("keeps the istiod a tag points to on every way from every mesh, whatever the target", () => {
        const minor = fc.integer({ min: 27, max: 31 });
        const behind = fc.integer({ min: 0, max: 2 });
        const property = fc.property(
            minor,
            minor,
            fc.tuple(behind, behind, behind),
            fc.nat(1),
            (...drawn) => {
                const [top, goal, [proxies, gateway, tags], patch] = drawn;
                const at = (lower: number): string => `1.${top - lower}.5`;
                const start: MeshVersions = {
                    controlPlane: `1.${top}.${5 + patch}`,
                    proxies: at(proxies),
                    gateways: { ingress: at(Math.max(proxies, gateway)) },
                    tags: at(Math.max(proxies, tags)),
                };
                const target = `1.${goal}.5`;
                const { steps, refusal } = planUpgrade({ ...start, ...WAY, target, bestOfMinor });
                assert.equal(refusal, undefined);
                assert.deepEqual(planFaults({ ...start, ...WAY, target, steps }), []);
                let now = start;
                for (const step of steps) {
                    now = after(step, now, "revisions");
                    assert.ok(
                        istiodsOf(now, "revisions").includes(now.tags ?? ""),
                        JSON.stringify({ step, now }),
                    );
                }
            },
        );
        fc.assert(property, { seed: fuzzSeed(), numRuns: fuzzRuns(1000) });
    });
});

describe("planFaults, of tags", () => {
    const up = { part: "control-plane", from: "1.30.5", to: "1.31.1" } as const;
    const proxies = { part: "proxies", from: "1.30.5", to: "1.31.1" } as const;
    const tags = { part: "tags", from: "1.30.5", to: "1.31.1" } as const;
    const prune = { part: "prune", from: "1.30.5", to: "1.31.1" } as const;
    const { gateways: _, ...mesh } = all("1.30.5");
    const args = { ...mesh, ...WAY, target: "1.31.1" };

    it("refuses tags that go before the workloads, or to an istiod that is not up", () => {
        const newer =
            "the tags point to 1.31.1, which is newer than the workloads' proxies 1.30.5, and these measure a proxy before others have it";
        assert.ok(
            planFaults({ ...args, steps: [up, tags, proxies, prune] }).includes(`step 2: done: ${newer}`),
        );
        assert.ok(
            planFaults({ ...args, steps: [tags, up, proxies, prune] }).includes(
                "step 1: the istiod 1.31.1 that the tags are to ask is not up yet",
            ),
        );
    });

    it("refuses that the revision goes that a tag points to", () => {
        assert.deepEqual(planFaults({ ...args, steps: [up, proxies, prune] }), [
            "step 3: starts at 1.30.5, and there it is none",
            "the tags end at 1.30.5, not at 1.31.1",
        ]);
    });

    it("refuses to move a tag in place", () => {
        const faults = planFaults({ ...args, strategy: "in-place", steps: [up, proxies, tags] });
        assert.ok(faults.includes("step 3: in place a tag points to the one istiod, and nothing moves it"));
    });
});
