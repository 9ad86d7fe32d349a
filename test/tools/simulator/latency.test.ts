import assert from "node:assert/strict";

import { BUCKETS, bucketShares, meanLatency } from "../../../tools/simulator/latency";

describe("latency", () => {
    const within = (bound: number, longer: number) => bucketShares(longer)[BUCKETS.indexOf(bound)] ?? -1;

    it("keeps 99 of 100 healthy answers below a tenth of a second", () => {
        assert.ok(within(100, 0) > 0.99);
        assert.ok(within(25, 0) < 0.8);
    });

    it("moves with what answers take longer", () => {
        assert.equal(within(500, 800), 0);
        assert.ok(within(1_000, 800) > 0.99);
        assert.equal(meanLatency(800) - meanLatency(0), 800);
    });

    it("rises from bucket to bucket", () => {
        for (const longer of [0, 30, 10_000]) {
            const shares = bucketShares(longer);
            assert.deepEqual([...shares].sort(), shares);
        }
    });
});
