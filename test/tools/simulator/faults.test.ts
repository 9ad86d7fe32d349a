import assert from "node:assert/strict";

import { effectOn, parseFault } from "../../../tools/simulator/faults";
import { pod } from "./example-mesh";

const NONE = { errorRate: 0, lossRate: 0, latency: 0, rejections: 0 };

describe("a fault", () => {
    it("is taken as it was sent", () => {
        const fault = { proxyVersion: "1.31.2", errorRate: 0.5, latency: 800 };

        assert.deepEqual(parseFault(fault), fault);
    });

    it("is refused with the key that is wrong, and the rule", () => {
        const refusals: readonly (readonly [fault: unknown, message: RegExp])[] = [
            [[], /JSON object/],
            [{ errorRate: 1 }, /proxyVersion, workload, revision must name/],
            [{ workload: 1 }, /workload must be a text/],
            [{ workload: "a", errorRate: 1.1 }, /errorRate must be a number from 0 to 1/],
            [{ workload: "a", latency: -1 }, /latency must be a number from 0/],
            [{ workload: "a", speed: 1 }, /speed .* known key/],
        ];
        for (const [fault, message] of refusals) assert.throws(() => parseFault(fault), message);
    });

    it("meets the pods that all of its selectors name", () => {
        const backend = pod("backend");
        const bad = (selector: object) => effectOn(backend, [{ ...selector, errorRate: 0.5 }]).errorRate > 0;

        assert.ok(bad({ proxyVersion: "1.31.1" }));
        assert.ok(bad({ revision: "default", workload: "prod/backend" }));
        assert.ok(!bad({ proxyVersion: "1.31.2" }));
        assert.ok(!bad({ workload: "dev/backend" }));
        assert.ok(!bad({ workload: "prod/backend-primary" }));
        assert.ok(!bad({ proxyVersion: "1.31.1", revision: "1-31-1" }));
    });

    it("of a proxy does not meet a pod without one", () => {
        const outside = pod("backend", "backend-0", { proxy: undefined });

        assert.deepEqual(effectOn(outside, [{ proxyVersion: "1.31.1", lossRate: 1 }]), NONE);
        assert.equal(effectOn(outside, [{ workload: "prod/backend", errorRate: 1 }]).errorRate, 1);
    });

    it("adds to others with the worst of each", () => {
        const faults = [
            { workload: "prod/backend", errorRate: 0.5, latency: 10 },
            { revision: "default", errorRate: 0.1, latency: 20, rejections: 1 },
        ];

        assert.deepEqual(effectOn(pod("backend"), faults), {
            errorRate: 0.5,
            lossRate: 0,
            latency: 20,
            rejections: 1,
        });
    });
});
