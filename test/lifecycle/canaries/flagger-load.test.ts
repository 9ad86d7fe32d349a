import * as assert from "node:assert/strict";
import { flaggerLimits, flaggerLoad, flaggerLoadWarning } from "../../../lifecycle/canaries/flagger-load";

function canaries(count: number, interval?: string): { apiVersion: string; kind: string; spec: object }[] {
    const canary = { apiVersion: "flagger.app/v1beta1", kind: "Canary", spec: { analysis: { interval } } };
    return Array.from({ length: count }, () => canary);
}

describe("flaggerLoad", () => {
    it("is what was measured: 1,370 requests a second for 3,000 canaries at 30 seconds", () => {
        assert.equal(Math.round(flaggerLoad(canaries(3000, "30s"))), 1370);
    });

    it("counts each canary by its own interval, as Flagger reads it", () => {
        const load = flaggerLoad([...canaries(6, "1m"), ...canaries(6), ...canaries(1, "1s")]);

        assert.equal(load.toFixed(2), "4.11");
    });

    it("counts nothing else", () => {
        assert.equal(flaggerLoad([{ apiVersion: "apps/v1", kind: "Deployment" }]), 0);
    });
});

describe("flaggerLimits", () => {
    const cases: readonly [count: number, interval: string, limits: ReturnType<typeof flaggerLimits>][] = [
        [0, "30s", undefined],
        [100, "30s", undefined],
        [302, "30s", { qps: 300, burst: 750 }],
        [303, "30s", { qps: 300, burst: 750 }],
        [3000, "3m", { qps: 400, burst: 1000 }],
        [3000, "30s", { qps: 600, burst: 1500 }],
    ];
    for (const [count, interval, limits] of cases) {
        it(`${count} canaries every ${interval}: ${limits?.qps ?? "Flagger's own"}`, () => {
            assert.deepEqual(flaggerLimits(flaggerLoad(canaries(count, interval))), limits);
        });
    }
});

describe("flaggerLoadWarning", () => {
    it("says how much longer the intervals have to be", () => {
        assert.equal(
            flaggerLoadWarning(flaggerLoad(canaries(3000, "30s"))),
            "the canaries have Flagger make 1370 requests a second, and the API server is asked 600 at most: " +
                "every analysis takes 2.3 times as long as it says; make spec.analysis.interval that much longer",
        );
    });

    it("is silent where Flagger can do it", () => {
        assert.equal(flaggerLoadWarning(flaggerLoad(canaries(3000, "75s"))), undefined);
    });
});
