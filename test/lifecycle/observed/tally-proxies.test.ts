import assert from "node:assert/strict";

import { ProxyCount, podsBy } from "../../../lifecycle/observed/tally-proxies";

const one = { workload: "shop/Deployment/a", version: "1.31.1", revision: "default", isReady: true };

describe("ProxyCount", () => {
    it("counts pods of one workload, version and revision together, in whatever order they come", () => {
        const count = new ProxyCount();
        count.add({ ...one, workload: "shop/Deployment/b" });
        count.add(one);
        count.add({ ...one, isReady: false });
        count.add({ ...one, version: "1.31.0" });

        const { isReady: _, ...common } = one;
        assert.deepEqual(count.list(), [
            { ...common, version: "1.31.0", pods: 1, ready: 1 },
            { ...common, pods: 2, ready: 1 },
            { ...common, workload: "shop/Deployment/b", pods: 1, ready: 1 },
        ]);
    });

    it("keeps as much as there are workloads, whatever the number of pods", () => {
        const count = new ProxyCount();
        for (let pod = 0; pod < 10_000; pod++) count.add(one);
        assert.equal(count.list().length, 1);
        assert.equal(count.list()[0]?.pods, 10_000);
    });
});

describe("podsBy", () => {
    it("adds up pods by a word, the most first", () => {
        const { isReady: _, ...common } = one;
        const tallies = [
            { ...common, pods: 2, ready: 2 },
            { ...common, version: "1.31.0", pods: 5, ready: 0 },
            { ...common, workload: "b", pods: 1, ready: 1 },
        ];
        assert.deepEqual(
            [...podsBy(tallies, ({ version = "unknown" }) => version)],
            [
                ["1.31.0", 5],
                ["1.31.1", 3],
            ],
        );
    });
});
