import assert from "node:assert/strict";
import fc from "fast-check";
import semver from "semver";

import type { DataPlaneMode, UpgradeStrategy } from "../../../lifecycle/settings/settings";
import { planFaults } from "../../../lifecycle/upgrade/check-plan";
import { type MinorChoice, type UpgradePlan, planUpgrade } from "../../../lifecycle/upgrade/plan-upgrade";
import { retiringFault, skewFault } from "../../../lifecycle/upgrade/skew";
import { fuzzRuns, fuzzSeed } from "../../support/fuzz-seed";

const STRATEGIES: readonly UpgradeStrategy[] = ["in-place", "revisions"];
const BEST = 9;

function bestOfMinor(minor: string): MinorChoice {
    return { version: `${minor}.${BEST}` };
}

/** `cp 1.30.5 → 1.31.1`, `prune 1.30.5` */
function brief({ steps, refusal }: UpgradePlan): readonly string[] {
    const said = steps.map(({ part, from, to }) =>
        part === "prune"
            ? `prune ${from}`
            : part === "restore"
              ? `restore ${to}`
              : `${part === "proxies" ? "px" : "cp"} ${from} → ${to}`,
    );
    return refusal === undefined ? said : [refusal];
}

const cases: readonly (readonly [
    UpgradeStrategy,
    controlPlane: string,
    proxies: string,
    target: string,
    steps: readonly string[],
])[] = [
    ["in-place", "1.31.1", "1.31.1", "1.31.1", []],
    ["in-place", "1.31.0", "1.31.0", "1.31.1", ["cp 1.31.0 → 1.31.1", "px 1.31.0 → 1.31.1"]],
    ["in-place", "1.30.5", "1.30.5", "1.31.1", ["cp 1.30.5 → 1.31.1", "px 1.30.5 → 1.31.1"]],
    ["in-place", "1.31.1", "1.30.5", "1.31.1", ["px 1.30.5 → 1.31.1"]],
    // Proxies that trail within the minor need not hurry.
    ["in-place", "1.30.5", "1.30.1", "1.31.1", ["cp 1.30.5 → 1.31.1", "px 1.30.1 → 1.31.1"]],
    [
        "in-place",
        "1.30.5",
        "1.29.8",
        "1.31.1",
        ["px 1.29.8 → 1.30.5", "cp 1.30.5 → 1.31.1", "px 1.30.5 → 1.31.1"],
    ],
    [
        "in-place",
        "1.29.8",
        "1.29.8",
        "1.31.1",
        ["cp 1.29.8 → 1.30.9", "px 1.29.8 → 1.30.9", "cp 1.30.9 → 1.31.1", "px 1.30.9 → 1.31.1"],
    ],
    ["revisions", "1.29.8", "1.29.8", "1.31.1", ["cp 1.29.8 → 1.31.1", "px 1.29.8 → 1.31.1", "prune 1.29.8"]],
    [
        "revisions",
        "1.28.10",
        "1.28.10",
        "1.31.1",
        [
            "cp 1.28.10 → 1.30.9",
            "px 1.28.10 → 1.30.9",
            "prune 1.28.10",
            "cp 1.30.9 → 1.31.1",
            "px 1.30.9 → 1.31.1",
            "prune 1.30.9",
        ],
    ],
    // Nobody can tell whether the proxies are on their way up, or on their way back and partly still at 1.31.0.
    [
        "revisions",
        "1.31.0",
        "1.30.5",
        "1.31.1",
        ["cp 1.31.0 → 1.31.1", "prune 1.31.0", "px 1.30.5 → 1.31.1", "prune 1.30.5"],
    ],
    ["in-place", "1.31.1", "1.31.1", "1.30.5", ["px 1.31.1 → 1.30.5", "cp 1.31.1 → 1.30.5"]],
    // The first half of an upgrade is taken back.
    ["in-place", "1.31.1", "1.30.5", "1.30.5", ["cp 1.31.1 → 1.30.5"]],
    ["in-place", "1.31.1", "1.30.1", "1.30.5", ["cp 1.31.1 → 1.30.5", "px 1.30.1 → 1.30.5"]],
    [
        "in-place",
        "1.31.1",
        "1.31.1",
        "1.29.8",
        ["px 1.31.1 → 1.30.9", "cp 1.31.1 → 1.30.9", "px 1.30.9 → 1.29.8", "cp 1.30.9 → 1.29.8"],
    ],
    [
        "in-place",
        "1.31.1",
        "1.30.5",
        "1.29.8",
        ["cp 1.31.1 → 1.30.5", "px 1.30.5 → 1.29.8", "cp 1.30.5 → 1.29.8"],
    ],
    [
        "revisions",
        "1.31.1",
        "1.31.1",
        "1.29.8",
        ["restore 1.29.8", "px 1.31.1 → 1.29.8", "cp 1.31.1 → 1.29.8", "prune 1.31.1"],
    ],
    [
        "in-place",
        "1.30.5",
        "1.31.1",
        "1.31.1",
        ["the proxies 1.31.1 are newer than their control plane 1.30.5"],
    ],
    [
        "in-place",
        "1.31.1",
        "1.29.8",
        "1.31.1",
        ["the proxies 1.29.8 are more than one minor older than their control plane 1.31.1"],
    ],
    ["in-place", "1.31.1", "1.31.1", "2.0.0", ["2.0.0 is of another major version than 1.31.1"]],
];

/** Every minor of a table, twice: what runs, and where it goes. */
const MINORS = Array.from({ length: 25 }, (_, index) => 7 + index);

const version = fc
    .record({ minor: fc.constantFrom(...MINORS), patch: fc.integer({ min: 0, max: 12 }), rc: fc.boolean() })
    .map(({ minor, patch, rc }) => `1.${minor}.${patch}${rc && patch === 0 ? "-rc.0" : ""}`);

describe("planUpgrade", () => {
    for (const [strategy, controlPlane, proxies, target, steps] of cases) {
        it(`plans ${strategy} from ${controlPlane}, proxies ${proxies}, to ${target}`, () => {
            assert.deepEqual(
                brief(planUpgrade({ controlPlane, proxies, target, strategy, bestOfMinor })),
                steps,
            );
        });
    }

    it("says why each step is safe", () => {
        const start = { controlPlane: "1.30.5", proxies: "1.30.5", bestOfMinor };
        const why = (target: string, strategy: UpgradeStrategy): readonly string[] =>
            planUpgrade({ ...start, target, strategy }).steps.map((step) => step.why);

        assert.deepEqual(why("1.31.1", "in-place"), [
            "it serves the proxies 1.30.5, which are at most one minor older and not newer",
            "the control plane runs 1.31.1 already and serves both while they move",
        ]);
        assert.deepEqual(why("1.31.1", "revisions"), [
            "it is installed beside 1.30.5, and the proxies 1.30.5 keep the istiod of their revision",
            "the istiod of revision 1.31.1 is up, and that of 1.30.5 stays until it is pruned",
            "once every canary is promoted, no proxy of revision 1-30-5 is left",
        ]);
        assert.deepEqual(why("1.30.4", "in-place"), [
            "the control plane 1.30.5 serves both while they move, and goes back after them",
            "the proxies run 1.30.4 already, so none becomes newer than its control plane",
        ]);
        assert.deepEqual(why("1.30.4", "revisions"), [
            "its istiod is up beside 1.30.5 before any proxy goes back to it",
            "they came from revision 1-30-4, and its istiod is still there",
            "the proxies run 1.30.4 already, so none becomes newer than its control plane",
            "once every canary is promoted, no proxy of revision 1-30-5 is left",
        ]);
    });

    it("says which pods no pin moves", () => {
        const start = { controlPlane: "1.31.1", proxies: "1.30.5", target: "1.31.1", bestOfMinor };
        const why = (strategy: UpgradeStrategy, modes: readonly DataPlaneMode[]): readonly string[] =>
            planUpgrade({ ...start, strategy, modes }).steps.map((step) => step.why);

        assert.deepEqual(why("in-place", ["git", "webhook"]), [
            "the control plane runs 1.31.1 already and serves both while they move; no pod of mode webhook moves before it is restarted, and then it has the proxy of the istiod that runs",
        ]);
        assert.deepEqual(why("revisions", ["pin"]), [
            "the istiod of revision 1.31.1 is up, and that of 1.30.5 stays until it is pruned",
            "once every canary is promoted, no proxy of revision 1-30-5 is left",
        ]);
        assert.deepEqual(why("revisions", ["webhook"]), [
            "the istiod of revision 1.31.1 is up, and that of 1.30.5 stays until it is pruned; no pod of mode webhook moves before it is restarted",
            "once every canary is promoted and every pod of mode webhook restarted, no proxy of revision 1-30-5 is left",
        ]);
    });

    it("goes one minor at a time where a CNI node agent has to follow", () => {
        const start = { controlPlane: "1.29.8", proxies: "1.29.8", target: "1.31.1", bestOfMinor };
        const plan = planUpgrade({ ...start, strategy: "revisions", cni: true });

        assert.deepEqual(brief(plan), [
            "cp 1.29.8 → 1.30.9",
            "px 1.29.8 → 1.30.9",
            "prune 1.29.8",
            "cp 1.30.9 → 1.31.1",
            "px 1.30.9 → 1.31.1",
            "prune 1.30.9",
        ]);
        const far = { ...start, controlPlane: "1.31.1", strategy: "revisions" as const };
        assert.equal(
            planUpgrade({ ...far, cni: true }).refusal,
            "the CNI node agent 1.29.8 is more than one minor older than the istiod 1.31.1",
        );
    });

    it("looks for no way across absurdly many minors", () => {
        const start = {
            controlPlane: "1.31.1",
            proxies: "1.31.1",
            strategy: "in-place",
            bestOfMinor,
        } as const;

        assert.equal(
            planUpgrade({ ...start, target: "1.99999.0" }).refusal,
            "1.99999.0 is 99968 minors from 1.31.1, and no way is that long",
        );
    });

    it("stops in the nearer minor where the farther has no release that may be picked", () => {
        const choose = (minor: string): MinorChoice =>
            minor === "1.30" ? { reason: "none of 1.30" } : bestOfMinor(minor);
        const from = (strategy: UpgradeStrategy): readonly string[] =>
            brief(
                planUpgrade({
                    controlPlane: "1.28.0",
                    proxies: "1.28.0",
                    target: "1.31.1",
                    strategy,
                    bestOfMinor: choose,
                }),
            );

        assert.deepEqual(from("in-place"), ["none of 1.30"]);
        assert.deepEqual(from("revisions"), [
            "cp 1.28.0 → 1.29.9",
            "px 1.28.0 → 1.29.9",
            "prune 1.28.0",
            "cp 1.29.9 → 1.31.1",
            "px 1.29.9 → 1.31.1",
            "prune 1.29.9",
        ]);
    });

    it("says why there is no way back", () => {
        const none = (minor: string): MinorChoice => ({ reason: `none of ${minor}` });
        const args = { controlPlane: "1.31.1", proxies: "1.31.1", target: "1.29.8", bestOfMinor: none };

        assert.deepEqual(brief(planUpgrade({ ...args, strategy: "in-place" })), ["none of 1.30"]);
    });

    for (const strategy of STRATEGIES) {
        it(`finds a safe way between every two minors, ${strategy}`, () => {
            for (const from of MINORS) {
                for (const to of MINORS) {
                    const start = {
                        controlPlane: `1.${from}.3`,
                        proxies: `1.${from}.3`,
                        target: `1.${to}.4`,
                        strategy,
                    };
                    const { steps, refusal } = planUpgrade({ ...start, bestOfMinor });

                    assert.equal(refusal, undefined);
                    assert.deepEqual(planFaults({ ...start, steps }), []);
                    // Two steps for each stop, by revision three, and one more where its istiod must come back before.
                    const each = strategy === "in-place" ? 2 : to < from ? 4 : 3;
                    const reach = strategy === "in-place" ? 1 : 2;
                    const stops = Math.max(1, Math.ceil(Math.abs(to - from) / reach));
                    assert.equal(steps.length, each * stops, `${from} to ${to}`);
                }
            }
        });

        it(`is safe from every state that may be, and refuses the others, ${strategy}`, () => {
            const seed = fuzzSeed();
            const retired = fc.option(version, { nil: undefined, freq: 2 });
            const property = fc.property(version, version, version, retired, (...drawn) => {
                const [controlPlane, proxies, target, retiring] = drawn;
                const start = { controlPlane, proxies, retiring, target, strategy };
                const { steps, refusal } = planUpgrade({ ...start, bestOfMinor });
                const unfit = retiringFault(start, strategy);
                const illegal =
                    skewFault(start, strategy) ??
                    (unfit && `istio.retiring in the lock, ${String(retiring)}: ${unfit}`);

                assert.equal(refusal, illegal);
                if (illegal !== undefined) return;
                assert.deepEqual(planFaults({ ...start, steps }), []);
                // What has been reached is never left again in the other direction.
                for (const part of ["control-plane", "proxies"] as const) {
                    const path = steps
                        .filter((step) => step.part === part)
                        .map(({ from, to }) => semver.compare(to, from));
                    assert.ok(new Set(path).size <= 2);
                }
            });
            fc.assert(property, { seed, numRuns: fuzzRuns(2000) });
        });

        it(`is safe from legal states near each other, ${strategy}`, () => {
            const near = fc.record({
                minor: fc.integer({ min: 9, max: 31 }),
                behind: fc.integer({ min: 0, max: 2 }),
                patches: fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12)),
                target: fc.integer({ min: 7, max: 31 }),
                retired: fc.option(fc.tuple(fc.integer({ min: -2, max: 2 }), fc.nat(12)), { nil: undefined }),
            });
            const property = fc.property(
                near,
                ({ minor, behind, patches: [a, b, c], target: to, retired }) => {
                    const controlPlane = `1.${minor}.${a}`;
                    const proxies = `1.${minor - behind}.${b}`;
                    const retiring =
                        retired && strategy === "revisions"
                            ? `1.${minor + retired[0]}.${retired[1]}`
                            : undefined;
                    const start = { controlPlane, proxies, retiring, target: `1.${to}.${c}`, strategy };
                    fc.pre(
                        skewFault(start, strategy) === undefined &&
                            retiringFault(start, strategy) === undefined,
                    );
                    const { steps, refusal } = planUpgrade({ ...start, bestOfMinor });

                    assert.equal(refusal, undefined);
                    assert.deepEqual(planFaults({ ...start, steps }), []);
                },
            );
            fc.assert(property, { seed: fuzzSeed(), numRuns: fuzzRuns(2000) });
        });
    }
});
