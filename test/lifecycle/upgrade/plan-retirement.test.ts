import assert from "node:assert/strict";
import fc from "fast-check";

import { planFaults } from "../../../lifecycle/upgrade/check-plan";
import { retirementStep } from "../../../lifecycle/upgrade/plan-retirement";
import { type MinorChoice, type UpgradePlan, planUpgrade } from "../../../lifecycle/upgrade/plan-upgrade";
import {
    type MeshVersions,
    after,
    retiringFault,
    settledState,
    stateFaults,
} from "../../../lifecycle/upgrade/skew";
import { fuzzRuns, fuzzSeed } from "../../support/fuzz-seed";

function bestOfMinor(minor: string): MinorChoice {
    return { version: `${minor}.${9}` };
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

describe("retirementStep", () => {
    it("says why each step is safe, and has none where nothing retires", () => {
        const mesh = { controlPlane: "1.31.1", proxies: "1.31.1", retiring: "1.30.5" };

        assert.equal(
            retirementStep(mesh, "1.31.1")?.why,
            "once every canary is promoted, no proxy of revision 1-30-5 is left",
        );
        assert.equal(
            retirementStep(mesh, "1.30.6")?.why,
            "they came from revision 1-30-5, and its istiod is still there",
        );
        assert.equal(retirementStep({ ...mesh, retiring: undefined }, "1.30.6"), undefined);
    });

    const retirements: readonly (readonly [
        what: string,
        MeshVersions,
        target: string,
        steps: readonly string[],
    ])[] = [
        [
            "prunes it where everything is there",
            { controlPlane: "1.31.1", proxies: "1.31.1", retiring: "1.30.5" },
            "1.31.1",
            ["prune 1.30.5"],
        ],
        [
            "prunes it before it goes on",
            { controlPlane: "1.31.0", proxies: "1.31.0", retiring: "1.30.5" },
            "1.31.1",
            ["prune 1.30.5", "cp 1.31.0 → 1.31.1", "px 1.31.0 → 1.31.1", "prune 1.31.0"],
        ],
        [
            "goes back to it at once",
            { controlPlane: "1.31.1", proxies: "1.31.1", retiring: "1.30.5" },
            "1.30.5",
            ["px 1.31.1 → 1.30.5", "cp 1.31.1 → 1.30.5", "prune 1.31.1"],
        ],
        [
            "goes back over it to another release",
            { controlPlane: "1.31.1", proxies: "1.31.1", retiring: "1.30.5" },
            "1.31.0",
            [
                "px 1.31.1 → 1.30.5",
                "cp 1.31.1 → 1.31.0",
                "prune 1.31.1",
                "px 1.30.5 → 1.31.0",
                "prune 1.30.5",
            ],
        ],
        [
            "prunes what the way back has left",
            { controlPlane: "1.30.5", proxies: "1.30.5", retiring: "1.31.1" },
            "1.30.5",
            ["prune 1.31.1"],
        ],
        [
            "refuses one that is pinned",
            { controlPlane: "1.31.1", proxies: "1.30.5", retiring: "1.31.1" },
            "1.31.1",
            [
                "istio.retiring in the lock, 1.31.1: must not be the version of the control plane, whose istiod stays anyway",
            ],
        ],
    ];
    for (const [what, start, target, steps] of retirements) {
        it(`${what}, of a revision that retires`, () => {
            const plan = planUpgrade({ ...start, target, strategy: "revisions", bestOfMinor });

            assert.deepEqual(brief(plan), steps);
            if (plan.refusal !== undefined) return;
            assert.deepEqual(planFaults({ ...start, target, strategy: "revisions", steps: plan.steps }), []);
        });
    }

    it("leaves no proxy without its istiod, wherever somebody changes the target, stops, or goes back", () => {
        const leg = fc.record({
            target: fc
                .tuple(fc.integer({ min: 24, max: 31 }), fc.nat(3))
                .map(([minor, patch]) => `1.${minor}.${patch}`),
            taken: fc.nat(5),
        });
        const property = fc.property(fc.array(leg, { minLength: 1, maxLength: 6 }), (legs) => {
            let now: MeshVersions = { controlPlane: "1.28.1", proxies: "1.28.1" };
            // What really may run: what proxies have ever moved to, until somebody has seen the last of it gone.
            let running: readonly string[] = ["1.28.1"];
            for (const { target, taken } of legs) {
                const start = { ...now, target, strategy: "revisions" } as const;
                const { steps, refusal } = planUpgrade({ ...start, bestOfMinor });
                assert.equal(refusal, undefined);
                assert.deepEqual(planFaults({ ...start, steps }), []);
                for (const step of steps.slice(0, taken)) {
                    now = after(step, now, "revisions");
                    if (step.part === "proxies") running = [...running, step.to];
                    if (step.part === "prune") running = running.filter((one) => one !== step.from);
                    const { istiods } = settledState(now, { strategy: "revisions" });
                    const moment = { istiods, proxies: running, crds: [], agents: [], defaults: [] };
                    assert.deepEqual(stateFaults(moment, { strategy: "revisions" }), []);
                    assert.equal(retiringFault(now, "revisions"), undefined);
                    assert.notEqual(step.part === "prune" ? step.from : undefined, now.proxies);
                }
            }
        });
        fc.assert(property, { seed: fuzzSeed(), numRuns: fuzzRuns(2000) });
    });
});
