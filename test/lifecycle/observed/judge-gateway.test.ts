import assert from "node:assert/strict";

import type { ExpectedCluster } from "../../../lifecycle/observed/expected";
import { hasGatewayFailed, judgeGateways } from "../../../lifecycle/observed/judge-gateway";
import { judgeCluster } from "../../../lifecycle/observed/judge-cluster";
import type { ObservedCluster, ObservedDelivery, ProxyTally } from "../../../lifecycle/observed/observed";
import { expected as mesh, observed } from "./example-cluster";

const GATEWAY = "istio-ingress/Deployment/istio-ingress";
const gateway = { workload: GATEWAY, version: "1.31.1", revision: "default" };
const expected: ExpectedCluster = { ...mesh, gateways: [gateway] };
const ready: ObservedDelivery = {
    kind: "HelmRelease",
    namespace: "istio-ingress",
    name: "istio-ingress",
    ready: "True",
    message: "Helm upgrade succeeded",
    isSuspended: false,
    applied: "1.31.1",
};
const failed: ObservedDelivery = {
    ...ready,
    ready: "False",
    message: "context deadline exceeded",
    applied: "1.31.0",
};

function pods(count: number, change: Partial<ProxyTally> = {}): ProxyTally {
    return {
        workload: GATEWAY,
        version: "1.31.1",
        revision: "default",
        pods: count,
        ready: count,
        ...change,
    };
}

function seen(tallies: readonly ProxyTally[], release?: ObservedDelivery): ObservedCluster {
    return { ...observed, proxies: tallies, deliveries: release ? [release] : [] };
}

const crash = { reason: "istio-proxy: CrashLoopBackOff", isLasting: true };
const slow = { reason: "istio-proxy: ContainerCreating", isLasting: false };

const cases: readonly (readonly [
    what: string,
    cluster: ObservedCluster,
    findings: readonly string[],
    hasFailed: boolean,
])[] = [
    ["is well where all pods have its pin and are ready", seen([pods(3)], ready), [], false],
    [
        "is behind while it is not installed, and failing once it is gone",
        seen([]),
        ["behind: no pod of it runs, and Git has 1.31.1"],
        false,
    ],
    [
        "is failing once it is gone",
        seen([], ready),
        ["failing: no pod of it runs, and Git has 1.31.1"],
        false,
    ],
    [
        "is behind while it moves",
        seen([pods(2, { version: "1.31.0" }), pods(1, { ready: 0, trouble: slow })], ready),
        [
            "behind: 2 pods have the proxy 1.31.0, and Git has 1.31.1",
            "behind: 0 of 1 pod with the proxy 1.31.1 are ready: istio-proxy: ContainerCreating",
        ],
        false,
    ],
    [
        "is failing where the new pod does not come up, with its reason",
        seen([pods(2, { version: "1.31.0" }), pods(1, { ready: 0, trouble: crash })], ready),
        [
            "behind: 2 pods have the proxy 1.31.0, and Git has 1.31.1",
            "failing: 0 of 1 pod with the proxy 1.31.1 are ready: istio-proxy: CrashLoopBackOff",
        ],
        true,
    ],
    [
        "is failing where Helm has taken it back",
        seen([pods(2, { version: "1.31.0" })], failed),
        [
            "failing: 2 pods have the proxy 1.31.0, and Git has 1.31.1: its upgrade failed (context deadline exceeded)",
        ],
        true,
    ],
    [
        "tells nothing of the version where it fell ill after its rollout",
        seen([pods(3, { ready: 2, trouble: crash })], ready),
        ["failing: 2 of 3 pods with the proxy 1.31.1 are ready: istio-proxy: CrashLoopBackOff"],
        false,
    ],
    [
        "is behind where it asks another istiod",
        seen([pods(1, { revision: "1-31-1" })], ready),
        ["behind: 1 pod asks the istiod of revision 1-31-1, and Git has default"],
        false,
    ],
];

describe("judgeGateways", () => {
    for (const [what, cluster, findings, hasFailed] of cases) {
        it(what, () => {
            assert.deepEqual(
                judgeGateways(expected, cluster).map(({ level, reason }) => `${level}: ${reason}`),
                findings,
            );
            assert.equal(hasGatewayFailed(gateway, cluster), hasFailed);
        });
    }

    it("says nothing where there is none", () => {
        assert.deepEqual(judgeGateways(mesh, seen([])), []);
    });

    it("judges a gateway by its own pin, not by that of the proxies", () => {
        const behind = {
            ...expected,
            gateways: [{ ...gateway, version: "1.31.0" }],
        };
        const cluster = { ...observed, proxies: [...observed.proxies, pods(2, { version: "1.31.0" })] };
        assert.deepEqual(judgeCluster(behind, cluster), []);
        const newer = { ...observed, proxies: [pods(2, { version: "1.31.2" })] };
        assert.deepEqual(
            judgeCluster(expected, newer).map(({ kind, level }) => `${kind} ${level}`),
            ["gateway failing", "gateway behind"],
        );
    });
});
