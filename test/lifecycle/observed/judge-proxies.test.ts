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
            "kubectl --namespace legacy rollout restart deployment/old",
            "kubectl --namespace elsewhere rollout restart statefulset/db",
            undefined,
        ]);
    });
});
