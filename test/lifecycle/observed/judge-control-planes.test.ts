import assert from "node:assert/strict";

import { judgeControlPlanes } from "../../../lifecycle/observed/judge-control-planes";
import type { ObservedControlPlane } from "../../../lifecycle/observed/observed";
import { expected, observed } from "./example-cluster";

const [istiod] = observed.controlPlanes;

describe("judgeControlPlanes", () => {
    const cases: readonly (readonly [string, Partial<ObservedControlPlane> | undefined, string])[] = [
        ["is as Git has it", {}, ""],
        ["does not run", undefined, "failing: it does not run, and Git has 1.31.1"],
        ["has not moved yet", { version: "1.31.0" }, "behind: it runs 1.31.0, and Git has 1.31.1"],
        [
            "names no version",
            { version: undefined },
            "behind: it runs an unknown version, and Git has 1.31.1",
        ],
        [
            "was scaled to zero",
            { wanted: 0, ready: 0 },
            "failing: it is scaled to zero, and nothing scales it up",
        ],
        ["is rolling out", { ready: 1 }, "behind: 1 of its 2 pods are ready at 1.31.1"],
        ["cannot start", { ready: 0 }, "failing: 0 of its 2 pods are ready at 1.31.1"],
    ];
    for (const [title, change, said] of cases) {
        it(`says of an istiod that it ${title}`, () => {
            const controlPlanes = istiod && change ? [{ ...istiod, ...change }] : [];
            const found = judgeControlPlanes(expected, { controlPlanes });
            assert.equal(found.map(({ level, reason }) => `${level}: ${reason}`).join(), said);
        });
    }

    it("says how one that was scaled to zero comes back", () => {
        assert.ok(istiod);
        const [found] = judgeControlPlanes(expected, { controlPlanes: [{ ...istiod, wanted: 0 }] });
        assert.match(
            found?.remedy ?? "",
            /^kubectl --context kind-dev --namespace istio-system scale deployment .* --replicas 1$/,
        );
    });

    it("names a revision that Git does not have", () => {
        assert.ok(istiod);
        const old = { ...istiod, revision: "1-30-5", version: "1.30.5" };
        const found = judgeControlPlanes(expected, { controlPlanes: [istiod, old] });
        assert.deepEqual(
            found.map(({ level, about, reason }) => [level, about, reason]),
            [["behind", "istiod of revision 1-30-5", "it runs 1.30.5, and Git has no such revision"]],
        );
    });
});
