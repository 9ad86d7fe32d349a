import assert from "node:assert/strict";

import { differingValues } from "../../../lifecycle/adopt/compare-values";

const defaults = { _internal_defaults_do_not_set: { global: { hub: "docker.io/istio" }, autoscaleMin: 1 } };

describe("differingValues", () => {
    it("has none where both say the same or leave it to the chart", () => {
        const after = { global: { hub: "docker.io/istio", network: null }, pilot: { autoscaleMin: 1 } };
        assert.deepEqual(differingValues({ defaults, before: {}, after }), []);
        assert.deepEqual(differingValues({ defaults, before: { autoscaleMin: 1 }, after }), []);
    });

    it("has each leaf that changes, comes or goes", () => {
        const before = { pilot: { autoscaleMin: 3 }, meshConfig: { enableTracing: true } };
        const after = { global: { hub: "mirror.test/istio" } };
        assert.deepEqual(differingValues({ defaults, before, after }), [
            { path: "autoscaleMin", before: 3, after: 1 },
            { path: "global.hub", before: "docker.io/istio", after: "mirror.test/istio" },
            { path: "meshConfig.enableTracing", before: true, after: undefined },
        ]);
    });

    it("reads the defaults of charts that keep them in the open", () => {
        const plain = { defaults: { a: 1 }, before: {}, after: { a: 2 } };
        assert.deepEqual(differingValues(plain), [{ path: "a", before: 1, after: 2 }]);
    });
});
