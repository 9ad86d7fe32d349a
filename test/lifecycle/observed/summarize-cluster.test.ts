import assert from "node:assert/strict";

import { judgeCluster } from "../../../lifecycle/observed/judge-cluster";
import type { ObservedCluster } from "../../../lifecycle/observed/observed";
import { type ClusterSummary, summarizeCluster } from "../../../lifecycle/observed/summarize-cluster";
import { canary, expected, observed } from "./example-cluster";

function summary(change: Partial<ObservedCluster> = {}): ClusterSummary {
    const seen = { ...observed, ...change };
    const findings = judgeCluster(expected, seen);
    return summarizeCluster({ expected, observed: seen, findings, gateways: "istio-ingress" });
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
