import assert from "node:assert/strict";

import { judgeProxies } from "../../../lifecycle/observed/judge-proxies";
import type { ProxyTally } from "../../../lifecycle/observed/observed";
import { expected, observed } from "./example-cluster";

const tally: ProxyTally = {
    workload: "shop/Deployment/backend-primary",
    version: "1.31.1",
    revision: "default",
    pods: 2,
    ready: 2,
};

describe("judgeProxies", () => {
    const cases: readonly (readonly [string, Partial<ProxyTally>, string])[] = [
        ["passes a proxy that is the pinned one", {}, ""],
        [
            "counts one that is behind as debt",
            { version: "1.31.0" },
            "behind proxies: 2 pods have the proxy 1.31.0, and Git has 1.31.1",
        ],
        [
            "fails one that is newer than every istiod",
            { version: "1.32.0", pods: 1 },
            "failing proxies: 1 pod has the proxy 1.32.0, which is newer than every istiod (1.31.1)",
        ],
        [
            "fails one whose istiod is gone",
            { revision: "1-30-5", version: "1.30.5" },
            "failing proxies: 2 pods ask the istiod of revision 1-30-5, which does not run",
        ],
        [
            "says what it cannot tell",
            { version: undefined },
            "behind proxies: 2 pods have a proxy whose image names no version",
        ],
        [
            "asks for a restart where a webhook gives the proxy",
            { workload: "legacy/Deployment/old", version: "1.31.0" },
            "behind restart: 2 pods have the proxy 1.31.0, and Git has 1.31.1",
        ],
        [
            "passes what a webhook gives: the proxy of its istiod, before the pin has moved to it",
            { workload: "legacy/Deployment/old", version: "1.31.2" },
            "",
        ],
        [
            "does not pass that where the proxy stands in Git",
            { version: "1.31.2" },
            "behind proxies: 2 pods have the proxy 1.31.2, and Git has 1.31.1",
        ],
        [
            "asks for one in namespaces the stack does not have, too",
            { workload: "elsewhere/StatefulSet/db", version: "1.31.0" },
            "behind restart: 2 pods have the proxy 1.31.0, and Git has 1.31.1",
        ],
    ];
    for (const [title, change, said] of cases) {
        it(title, () => {
            const isAhead = change.version === "1.31.2";
            const controlPlanes = isAhead
                ? [{ revision: "default", version: "1.31.2" }]
                : expected.controlPlanes;
            const found = judgeProxies(
                { ...expected, controlPlanes },
                {
                    ...observed,
                    controlPlanes: observed.controlPlanes.map((istiod) =>
                        isAhead ? { ...istiod, version: "1.31.2" } : istiod,
                    ),
                    proxies: [{ ...tally, ...change }],
                },
            );
            assert.equal(found.map(({ level, kind, reason }) => `${level} ${kind}: ${reason}`).join(), said);
        });
    }

    it("tells pods of a declared namespace by what they follow, and only older ones as behind", () => {
        const controlPlanes = ["1.30.5", "1.31.1"].map((version) => ({
            revision: version.replaceAll(".", "-"),
            version,
            namespace: "istio-system",
            wanted: 1,
            ready: 1,
        }));
        const at = (to: string, version: string): readonly string[] => {
            const team = { version: to, revision: to.replaceAll(".", "-"), tag: "stable" };
            const has = {
                ...tally,
                workload: "team/Deployment/a",
                version,
                revision: version.replaceAll(".", "-"),
            };
            return judgeProxies(
                { ...expected, controlPlanes, elsewhere: new Map([["team", team]]) },
                { ...observed, controlPlanes, proxies: [has] },
            ).map(({ kind, reason, remedy }) => `${kind}: ${reason}; ${remedy}`);
        };
        assert.deepEqual(at("1.31.1", "1.30.5"), [
            'restart: 2 pods have the proxy 1.30.5, and the tag stable points to 1.31.1; npm run -s windlass -- rollout restart --stack dev --namespace team --reason "…"',
        ]);
        assert.deepEqual(at("1.31.1", "1.31.1"), []);
        // Who asks for the newer revision by a label of his own is served by it.
        assert.deepEqual(at("1.30.5", "1.31.1"), []);
    });

    it("names the command of a restart, where there is one", () => {
        const remedies = ["legacy/Deployment/old", "elsewhere/StatefulSet/db", "x/Pod/bare"].map(
            (workload) => {
                const [found] = judgeProxies(expected, {
                    ...observed,
                    proxies: [{ ...tally, workload, version: "1.31.0" }],
                });
                return found?.remedy;
            },
        );
        assert.deepEqual(remedies, [
            'npm run -s windlass -- rollout restart --stack dev --namespace legacy --reason "…"',
            "kubectl --namespace elsewhere rollout restart statefulset/db",
            undefined,
        ]);
    });
});
