import assert from "node:assert/strict";

import type { MeshStep } from "../../../lifecycle/upgrade/skew";
import { brokenOnTheWay } from "../../../lifecycle/upgrade/way-pairs";
import { contextOf } from "../versions/example-catalog";

const context = contextOf({}, "2026-11-21");
const start = { controlPlane: "1.29.1", proxies: "1.29.1" };
const up: readonly MeshStep[] = [
    { part: "control-plane", from: "1.29.1", to: "1.30.1" },
    { part: "proxies", from: "1.29.1", to: "1.30.1" },
];

describe("brokenOnTheWay", () => {
    it("finds the step after which a control plane breaks its proxies", () => {
        assert.match(
            brokenOnTheWay(start, up, "in-place", context) ?? "",
            /^the way has 1\.30\.1 serve 1\.29\.1, and it breaks the proxies 1\.29\.1 \(ISTIO-60486 /,
        );
    });

    it("finds it on the way back, where the proxies go first", () => {
        const back: readonly MeshStep[] = [{ part: "proxies", from: "1.30.1", to: "1.29.1" }];

        assert.ok(brokenOnTheWay({ controlPlane: "1.30.1", proxies: "1.30.1" }, back, "in-place", context));
    });

    it("finds nothing by revision, nor over releases that mended it", () => {
        const over: readonly MeshStep[] = [
            { part: "control-plane", from: "1.29.1", to: "1.29.8" },
            { part: "proxies", from: "1.29.1", to: "1.29.8" },
            { part: "control-plane", from: "1.29.8", to: "1.30.1" },
        ];

        assert.equal(brokenOnTheWay(start, up, "revisions", context), undefined);
        assert.equal(brokenOnTheWay(start, over, "in-place", context), undefined);
    });
});
