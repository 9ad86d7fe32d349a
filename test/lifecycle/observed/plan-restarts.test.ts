import assert from "node:assert/strict";

import type { ExpectedCluster } from "../../../lifecycle/observed/expected";
import type { ObservedCluster, ProxyTally } from "../../../lifecycle/observed/observed";
import { planRestarts } from "../../../lifecycle/observed/plan-restarts";
import { expected, observed } from "./example-cluster";

function pods(workload: string, version: string, revision = "default", count = 2): ProxyTally {
    return { workload, version, revision, pods: count, ready: count };
}

function plan(
    proxies: readonly ProxyTally[],
    more: Partial<ExpectedCluster> = {},
    seen: Partial<ObservedCluster> = {},
) {
    return planRestarts({ ...expected, ...more }, { ...observed, ...seen, proxies }).map(
        ({ id, from, version, refusal }) =>
            `${id} ${from.join("+")} → ${version}${refusal ? `: ${refusal}` : ""}`,
    );
}

const ELSEWHERE = new Map([["team", { version: "1.31.1", revision: "default" }]]);

describe("planRestarts", () => {
    it("names what a webhook injects, here and in declared namespaces, and nothing of others'", () => {
        const found = plan(
            [
                pods("legacy/Deployment/old", "1.31.0"),
                pods("shop/Deployment/plain", "1.31.0"),
                pods("team/StatefulSet/db", "1.30.5"),
                pods("team/StatefulSet/db", "1.31.0"),
                pods("team/Deployment/new", "1.31.1"),
                pods("strangers/Deployment/x", "1.30.5"),
            ],
            { elsewhere: ELSEWHERE },
        );
        assert.deepEqual(found, [
            "legacy/Deployment/old 1.31.0 → 1.31.1",
            "team/StatefulSet/db 1.30.5+1.31.0 → 1.31.1",
        ]);
    });

    it("restarts the target of a canary, for Flagger makes the primary of it", () => {
        const canaries = [{ id: "team/Canary/web", target: "team/Deployment/web", isPromoted: true }];
        const [found] = planRestarts(
            { ...expected, elsewhere: ELSEWHERE },
            { ...observed, canaries, proxies: [pods("team/Deployment/web-primary", "1.31.0")] },
        );
        assert.deepEqual(
            [found?.id, found?.serves, found?.canary],
            ["team/Deployment/web", "team/Deployment/web-primary", "team/Canary/web"],
        );
    });

    it("refuses what no restart moves, and a restart that would give what Git does not have yet", () => {
        const ahead = [
            { revision: "default", version: "1.31.2", namespace: "istio-system", wanted: 1, ready: 1 },
        ];
        const old = pods("team/Deployment/a", "1.31.0");
        const elsewhere = ELSEWHERE;
        assert.deepEqual(plan([pods("team/Pod/a", "1.31.0")], { elsewhere }), [
            "team/Pod/a 1.31.0 → 1.31.1: nothing restarts a Pod: its owner makes it anew",
        ]);
        assert.deepEqual(plan([old], { elsewhere }, { controlPlanes: ahead }), [
            "team/Deployment/a 1.31.0 → 1.31.1: the webhook gives 1.31.2 now, and Git has 1.31.1 for it: let the proxies' step come first",
        ]);
        assert.deepEqual(plan([old], { elsewhere }, { controlPlanes: [] }), [
            "team/Deployment/a 1.31.0 → 1.31.1: the istiod of revision default, whose webhook would give it its proxy, is not ready",
        ]);
        // It has what Git has for it, whatever its istiod would give it now.
        assert.deepEqual(
            plan([pods("team/Deployment/a", "1.31.1")], { elsewhere }, { controlPlanes: ahead }),
            [],
        );
        // What the webhook gave already, before the pin has moved to it.
        assert.deepEqual(
            plan([pods("team/Deployment/a", "1.31.2")], { elsewhere }, { controlPlanes: ahead }),
            [],
        );
    });

    it("restarts what follows a tag for the revision it points to, upwards and back", () => {
        const istiod = (revision: string, version: string) => ({
            revision,
            version,
            namespace: "istio-system",
            wanted: 1,
            ready: 1,
        });
        const controlPlanes = [istiod("1-30-5", "1.30.5"), istiod("1-31-1", "1.31.1")];
        const at = (version: string, revision: string, has: ProxyTally) =>
            plan(
                [has],
                { elsewhere: new Map([["team", { version, revision, tag: "stable" }]]) },
                { controlPlanes },
            );
        const [old, fresh] = [
            pods("team/Deployment/a", "1.30.5", "1-30-5"),
            pods("team/Deployment/a", "1.31.1", "1-31-1"),
        ];
        assert.deepEqual(at("1.31.1", "1-31-1", old), ["team/Deployment/a 1.30.5 → 1.31.1"]);
        assert.deepEqual(at("1.31.1", "1-31-1", fresh), []);
        assert.deepEqual(at("1.30.5", "1-30-5", fresh), ["team/Deployment/a 1.31.1 → 1.30.5"]);
    });
});
