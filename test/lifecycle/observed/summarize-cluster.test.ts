import assert from "node:assert/strict";

import type { ExpectedCluster } from "../../../lifecycle/observed/expected";
import { judgeCluster } from "../../../lifecycle/observed/judge-cluster";
import type { ObservedCluster } from "../../../lifecycle/observed/observed";
import { type ClusterSummary, summarizeCluster } from "../../../lifecycle/observed/summarize-cluster";
import { canary, expected, observed } from "./example-cluster";

function summary(change: Partial<ObservedCluster> = {}): ClusterSummary {
    const seen = { ...observed, ...change };
    const gateways = [
        { workload: "istio-ingress/Deployment/gateway", version: "1.31.1", revision: "default" },
    ];
    const findings = judgeCluster(expected, seen);
    return summarizeCluster({ expected: { ...expected, gateways }, observed: seen, findings });
}

const tally = (workload: string, version: string, pods = 1) => ({
    workload,
    version,
    revision: "default",
    pods,
    ready: pods,
});

describe("summarizeCluster", () => {
    it("counts nothing that is wrong where everything is as Git has it", () => {
        const { proxies, canaries, drifted, restarts, debt } = summary();
        assert.deepEqual(proxies, [
            { mode: "git", version: "1.31.1", revision: "default", pods: 3, ready: 3 },
        ]);
        assert.deepEqual(canaries, { total: 1, promoted: 1, phases: { Succeeded: 1 } });
        assert.deepEqual([drifted, restarts, debt], [0, 0, { workloads: 0, pods: 0 }]);
    });

    it("tells proxies apart by version and by how pods got them; the gateways' are their own", () => {
        const { proxies, gateways, debt, restarts } = summary({
            proxies: [
                tally("shop/Deployment/backend-primary", "1.31.1", 5),
                tally("legacy/Deployment/old", "1.30.5", 2),
                tally("stranger/Deployment/x", "1.30.5"),
                tally("istio-ingress/Deployment/gateway", "1.31.1"),
            ],
        });
        const shown = (groups: typeof proxies) =>
            groups.map(({ mode, version, pods }) => [mode, version, pods]);
        assert.deepEqual(shown(proxies), [
            ["git", "1.31.1", 5],
            ["webhook", "1.30.5", 2],
            ["foreign", "1.30.5", 1],
        ]);
        assert.deepEqual(shown(gateways), [["foreign", "1.31.1", 1]]);
        assert.deepEqual([debt, restarts], [{ workloads: 2, pods: 3 }, 2]);
    });

    it("counts a canary as promoted only while its primary runs what Git has", () => {
        const primary = { app: "app:1", "istio-proxy": "proxyv2:1.31.0" };
        const { canaries } = summary({ canaries: [{ ...canary, phase: undefined, primary }] });
        assert.deepEqual(canaries, { total: 1, promoted: 0, phases: { New: 1 } });
    });

    it("counts pods by cohort while cohorts are on their way, and those of a moved one that have not are debt", () => {
        const half: ExpectedCluster = {
            ...expected,
            proxies: { revision: "default", version: "1.31.0" },
            ahead: { version: "1.31.1", workloads: new Set(["shop/Deployment/backend"]) },
            cohorts: [
                { through: "first", workloads: ["shop/Deployment/backend"] },
                { through: "100%", workloads: ["shop/Deployment/plain"] },
            ],
        };
        const seen = {
            ...observed,
            proxies: [
                tally("shop/Deployment/backend-primary", "1.31.0", 2),
                tally("shop/Deployment/backend", "1.31.1", 3),
                tally("shop/Deployment/plain", "1.31.0", 4),
            ],
        };
        const { cohorts, debt } = summarizeCluster({ expected: half, observed: seen, findings: [] });
        assert.deepEqual(cohorts, [
            { through: "first", workloads: 1, hasMoved: true, pods: { "1.31.1": 3, "1.31.0": 2 } },
            { through: "100%", workloads: 1, hasMoved: false, pods: { "1.31.0": 4 } },
        ]);
        assert.deepEqual(debt, { workloads: 1, pods: 2 });
        assert.equal(summary().cohorts, undefined);
    });

    it("takes the definitions' version from their HelmRelease", () => {
        const release = {
            kind: "HelmRelease",
            namespace: "istio-system",
            name: "istio-base",
            ready: "True",
        } as const;
        const deliveries = [{ ...release, message: "", isSuspended: false, applied: "1.31.1" }];
        assert.deepEqual([summary({ deliveries }).crds, summary().crds], ["1.31.1", undefined]);
    });
});
