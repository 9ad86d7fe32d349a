import assert from "node:assert/strict";
import { CANARY_RULES, type Direction, canaryRule, secondsOf } from "../../diff/canary-fields";

/** `[path, from, to, direction]` */
const cases: readonly (readonly [string, unknown, unknown, Direction])[] = [
    ["spec/skipAnalysis", undefined, true, "loosened"],
    ["spec/skipAnalysis", true, false, "tightened"],
    ["spec/suspend", false, true, "loosened"],
    ["spec/analysis", {}, undefined, "loosened"],
    ["spec/analysis/threshold", 5, 10, "loosened"],
    ["spec/analysis/threshold", 10, 5, "tightened"],
    ["spec/analysis/threshold", "5", 10, "changed"],
    ["spec/analysis/interval", "1m", "15s", "loosened"],
    ["spec/analysis/interval", "30s", "1m", "tightened"],
    ["spec/analysis/iterations", 10, 2, "loosened"],
    ["spec/analysis/stepWeight", 5, 50, "loosened"],
    ["spec/analysis/stepWeights", [10, 20, 50], [50], "loosened"],
    ["spec/analysis/stepWeights", [10, 50], [10, 20, 60], "tightened"],
    ["spec/analysis/stepWeights", [10, 50], [60], "changed"],
    ["spec/analysis/stepWeightPromotion", 10, 100, "loosened"],
    ["spec/analysis/maxWeight", 50, 10, "loosened"],
    ["spec/analysis/maxWeight", 50, 60, "tightened"],
    ["spec/analysis/canaryReadyThreshold", 100, 10, "loosened"],
    ["spec/analysis/primaryReadyThreshold", 50, 100, "tightened"],
    ["spec/analysis/mirror", false, true, "changed"],
    ["spec/analysis/metrics", [], undefined, "loosened"],
    ["spec/analysis/metrics/latency", { name: "latency" }, undefined, "loosened"],
    ["spec/analysis/metrics/latency", undefined, { name: "latency" }, "tightened"],
    ["spec/analysis/metrics/latency/thresholdRange", { max: 1 }, undefined, "loosened"],
    ["spec/analysis/metrics/latency/thresholdRange/max", 500, 5000, "loosened"],
    ["spec/analysis/metrics/latency/thresholdRange/max", 500, undefined, "loosened"],
    ["spec/analysis/metrics/success/thresholdRange/min", 99, 90, "loosened"],
    ["spec/analysis/metrics/success/thresholdRange/min", undefined, 90, "tightened"],
    ["spec/analysis/metrics/request-success-rate/threshold", 99, 90, "loosened"],
    ["spec/analysis/metrics/request-duration/threshold", 500, 900, "loosened"],
    ["spec/analysis/metrics/latency/templateRef/name", "a", "b", "changed"],
    ["spec/analysis/metrics/latency/templateRef", undefined, { name: "a" }, "changed"],
    ["spec/analysis/metrics/latency/query", "a", "b", "changed"],
    ["spec/analysis/metrics/latency/interval", "1m", "5m", "changed"],
    ["spec/analysis/webhooks", undefined, [], "tightened"],
    ["spec/analysis/webhooks/test", { name: "test", type: "pre-rollout" }, undefined, "loosened"],
    ["spec/analysis/webhooks/test", undefined, { name: "test" }, "tightened"],
    ["spec/analysis/webhooks/tell", { name: "tell", type: "event" }, undefined, "changed"],
    ["spec/analysis/webhooks/test/type", "rollout", "event", "changed"],
    ["spec/analysis/webhooks/test/url", "a", "b", "changed"],
    ["spec/analysis/webhooks/test/retries", 1, 9, "loosened"],
    ["spec/analysis/webhooks/test/disableTLS", false, true, "loosened"],
    ["spec/analysis/alerts/chat", {}, undefined, "changed"],
    ["spec/progressDeadlineSeconds", 60, 600, "loosened"],
    ["spec/revertOnDeletion", true, undefined, "loosened"],
    ["spec/targetRef/name", "a", "b", "loosened"],
];

describe("the rules for canaries", () => {
    for (const [path, from, to, direction] of cases) {
        it(`call ${path} ${JSON.stringify(from)} → ${JSON.stringify(to)} ${direction}`, () => {
            const keys = path.split("/");
            assert.equal(canaryRule(keys)?.judge({ path: keys, from, to }), direction);
        });
    }

    it("are all tried above", () => {
        const tried = new Set(cases.map(([path]) => canaryRule(path.split("/"))));
        assert.deepEqual(
            CANARY_RULES.filter((rule) => !tried.has(rule)).map(({ path }) => path),
            [],
        );
    });

    it("know nothing of fields that do not judge", () => {
        assert.equal(canaryRule(["spec", "service", "port"]), undefined);
    });
});

describe("secondsOf", () => {
    for (const [text, seconds] of [
        ["15s", 15],
        ["1m30s", 90],
        ["500ms", 0.5],
        ["1.5h", 5400],
        ["soon", undefined],
        [5, undefined],
    ] as const) {
        it(`reads ${text} as ${seconds}`, () => assert.equal(secondsOf(text), seconds));
    }
});
