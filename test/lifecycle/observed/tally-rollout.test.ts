import assert from "node:assert/strict";

import type { ExpectedCluster } from "../../../lifecycle/observed/expected";
import { tallyCohorts, tallyPhases } from "../../../lifecycle/observed/tally-rollout";
import { canary, expected, observed } from "./example-cluster";

const tally = (workload: string, version: string | undefined, pods: number) => ({
    workload,
    version,
    revision: "default",
    pods,
    ready: pods,
});

describe("tallyCohorts", () => {
    const half: ExpectedCluster = {
        ...expected,
        ahead: { version: "1.31.1", workloads: new Set(["shop/Deployment/backend"]) },
        cohorts: [
            { through: "first", workloads: ["shop/Deployment/backend"] },
            { through: "100%", workloads: ["shop/Deployment/plain"] },
        ],
    };

    it("counts primaries with their workload, and no stranger", () => {
        const proxies = [
            tally("shop/Deployment/backend-primary", "1.31.0", 2),
            tally("shop/Deployment/backend", "1.31.1", 3),
            tally("shop/Deployment/plain", undefined, 4),
            tally("shop/Deployment/stranger", "1.31.0", 9),
        ];
        assert.deepEqual(tallyCohorts(half, { proxies }), [
            { through: "first", workloads: 1, hasMoved: true, pods: { "1.31.1": 3, "1.31.0": 2 } },
            { through: "100%", workloads: 1, hasMoved: false, pods: { "?": 4 } },
        ]);
    });

    it("counts none where no cohort is on its way", () => {
        assert.equal(tallyCohorts({ ...half, cohorts: undefined }, observed), undefined);
    });
});

describe("tallyPhases", () => {
    it("counts the stack's own canaries, those without a phase as new", () => {
        const canaries = [
            canary,
            { ...canary, phase: undefined },
            { ...canary, target: "other/Deployment/x", phase: "Failed" },
        ];
        assert.deepEqual(tallyPhases(expected, { canaries }), { Succeeded: 1, New: 1 });
    });
});
