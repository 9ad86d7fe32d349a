import assert from "node:assert/strict";
import { canaryFindings, metricTemplateFinding, newCanary } from "../../diff/canaries";
import { changesBetween } from "../../diff/changes";
import { toText } from "../../diff/escape";
import { versioned } from "./example-version";

const canary = (analysis: object, spec: object = {}): Parameters<typeof canaryFindings>[0] =>
    versioned({
        apiVersion: "flagger.app/v1beta1",
        kind: "Canary",
        metadata: { name: "c", namespace: "n" },
        spec: { targetRef: { name: "d" }, analysis, ...spec },
    });

describe("canaryFindings", () => {
    it("tell loosened from tightened, worst first", () => {
        const [from, to] = [
            canary({ threshold: 5, maxWeight: 10, x: 1 }),
            canary({ threshold: 9, maxWeight: 50, x: 2 }),
        ];
        const found = canaryFindings(to, changesBetween(from.object, to.object));
        assert.deepEqual(
            found.map(({ rule, level, details }) => [rule, level, details?.map(toText)]),
            [
                ["canary/loosened", "alarm", ["threshold 5 → 9 (failed checks before it rolls back)"]],
                ["canary/changed", "caution", ["x 1 → 2"]],
                [
                    "canary/tightened",
                    "info",
                    ["maxWeight 10 → 50 (traffic it must have stood before it promotes)"],
                ],
            ],
        );
    });
});

describe("newCanary", () => {
    it("gates its target, unless it skips the analysis", () => {
        assert.equal(newCanary(canary({})).level, "info");
        assert.equal(
            toText(newCanary(canary({}, { skipAnalysis: true })).words),
            "new: gates d, but skips the analysis",
        );
    });
});

describe("metricTemplateFinding", () => {
    it("says what is asked now", () => {
        const found = metricTemplateFinding(canary({}), [{ path: ["spec", "query"], from: "a", to: "b" }]);
        assert.deepEqual(found.details?.map(toText), ["spec/query a → b"]);
    });
});
