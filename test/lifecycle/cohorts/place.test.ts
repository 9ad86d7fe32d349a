import assert from "node:assert/strict";

import fc from "fast-check";

import { percentOf, placeOf, placeText } from "../../../lifecycle/cohorts/place";
import { THROUGH } from "../../../lifecycle/settings/formats";
import { planFaults } from "../../../lifecycle/upgrade/check-plan";
import { legalStep } from "../../../lifecycle/upgrade/legal-step";
import { planUpgrade } from "../../../lifecycle/upgrade/plan-upgrade";
import { type MeshStep, type MeshVersions, after } from "../../../lifecycle/upgrade/skew";

const STEPS = ["first", "5%", "12.5%", "100%", "last"];

describe("places in the order of cohorts", () => {
    it("are read as they were written", () => {
        for (const text of [...STEPS, "first 50%", "last 25%", "except 50%"]) {
            assert.match(text, new RegExp(THROUGH));
            assert.equal(placeText(placeOf(text)), text);
        }
    });

    it("lie within a group, whatever the name", () => {
        fc.assert(fc.property(fc.string(), (id) => percentOf(id) >= 0 && percentOf(id) < 100));
    });
});

describe("a way by cohorts", () => {
    for (const strategy of ["in-place", "revisions"] as const) {
        const way = { strategy };
        const start: MeshVersions = {
            controlPlane: "1.31.0",
            proxies: "1.31.0",
            gateways: { ingress: "1.31.0" },
        };
        const bestOfMinor = () => ({ reason: "none" });

        it(`moves every cohort, then the pin, and is proved (${strategy})`, () => {
            const args = { ...start, ...way, target: "1.31.1" };
            const { steps } = planUpgrade({ ...args, bestOfMinor, cohorts: STEPS });
            assert.deepEqual(
                steps.map(({ part, through }) => through ?? part),
                [
                    "control-plane",
                    ...STEPS,
                    "proxies",
                    "gateway",
                    ...(strategy === "revisions" ? ["prune"] : []),
                ],
            );
            assert.deepEqual(planFaults({ ...args, steps }), []);
        });

        it(`takes any step forwards and back, and nothing else meanwhile (${strategy})`, () => {
            const args = { ...start, ...way, target: "1.31.1" };
            const { steps } = planUpgrade({ ...args, bestOfMinor, cohorts: STEPS });
            let now = start;
            for (const step of steps) {
                const next = after(step, now, strategy);
                const forwards = legalStep(now, next, way);
                assert.ok("step" in forwards, JSON.stringify(forwards));
                if (step.part === "cohort") {
                    const back = legalStep(next, now, way);
                    assert.ok("step" in back, JSON.stringify(back));
                    const other = legalStep(next, { ...next, controlPlane: "1.31.2" }, way);
                    assert.ok(!("step" in other));
                }
                now = next;
            }
        });

        it(`refuses any other part, and another version, meanwhile (${strategy})`, () => {
            const next = { version: "1.31.1", through: "first" };
            const half = { controlPlane: "1.31.1", proxies: "1.31.0", gateway: "1.31.0", next, ...way };
            const faults = (step: MeshStep): string =>
                planFaults({ ...half, target: step.to, steps: [step] }).join();
            const alone = /in cohorts, and nothing else moves meanwhile/;
            assert.match(faults({ part: "control-plane", from: "1.31.1", to: "1.31.2" }), alone);
            assert.match(faults({ part: "gateway", from: "1.31.0", to: "1.31.1" }), alone);
            const other = { part: "cohort", from: "1.31.0", to: "1.31.2", through: "5%" } as const;
            assert.match(faults(other), /the cohorts move to 1\.31\.1, and not to 1\.31\.2/);
        });

        it(`goes back a cohort at a time (${strategy})`, () => {
            const next = { version: "1.31.1", through: "12.5%" };
            const args = { controlPlane: "1.31.1", proxies: "1.31.0", next, ...way, target: "1.31.0" };
            const { steps, refusal } = planUpgrade({ ...args, bestOfMinor, cohorts: STEPS });
            assert.equal(refusal, undefined);
            assert.deepEqual(
                steps.slice(0, 3).map(({ part, through }) => `${part} ${through}`),
                ["cohort 5%", "cohort first", "cohort undefined"],
            );
            assert.deepEqual(planFaults({ ...args, steps }), []);
        });
    }
});
