import * as assert from "node:assert/strict";
import { checkAnalysis } from "../../../lifecycle/canaries/check-analysis";
import { Complaints } from "../../../lifecycle/canaries/complaints";

const unplanned = {
    interval: "15s",
    threshold: 5,
    metrics: [{ name: "request-success-rate", thresholdRange: { min: 99 } }],
};
const weighted = { ...unplanned, stepWeight: 5, maxWeight: 50 };
const match = [{ headers: { cookie: { regex: "insider" } } }];
const load = { name: "load", type: "rollout", url: "http://loadtester.prod/" };

function messages(analysis: object, skipped = false): string[] {
    const complaints = new Complaints("web");
    checkAnalysis(complaints, analysis as Record<string, unknown>, skipped);
    return complaints.errors.map(({ message }) => message.replace(/^web: spec\.analysis/, ""));
}

describe("checkAnalysis", () => {
    const own = "(a rule of Windlass's own; Flagger takes it)";
    const oneOf =
        "the definition of a Canary takes exactly one of iterations, stepWeight and stepWeights, which say how the rollout proceeds.";
    const percent = `is asked to be a whole number from 1 to 100 ${own}.`;
    const valid: readonly (readonly [string, object])[] = [
        ["steps of one weight", weighted],
        ["steps of several weights", { ...unplanned, stepWeights: [1, 2, 10, 80] }],
        ["an A/B test", { ...unplanned, iterations: 10, match }],
        ["blue-green", { ...unplanned, iterations: 1 }],
        ["mirroring", { ...unplanned, iterations: 1, mirror: true, mirrorWeight: 20 }],
        ["a window of one and a half minutes", { ...weighted, interval: "1m30s" }],
        [
            "a metric by template",
            { ...weighted, metrics: [{ name: "x", templateRef: { name: "x" }, thresholdRange: { max: 0 } }] },
        ],
        [
            "a metric with the deprecated threshold, which Flagger heeds",
            { ...weighted, metrics: [{ name: "request-success-rate", threshold: 99 }] },
        ],
        ["one webhook within the interval", { ...weighted, webhooks: [load] }],
        [
            "a slow webhook that is not called at each check",
            { ...weighted, webhooks: [{ ...load, type: "pre-rollout", timeout: "5m" }] },
        ],
    ];
    for (const [title, analysis] of valid) {
        it(`takes ${title}`, () => {
            assert.deepEqual(messages(analysis), []);
        });
    }

    const invalid: readonly (readonly [string, object, ...string[]])[] = [
        [
            "no interval",
            { ...weighted, interval: undefined },
            ".interval: is required by the definition of a Canary. Say how often to check: 1m.",
        ],
        [
            "an interval Flagger lengthens",
            { ...weighted, interval: "5s" },
            `.interval: "5s": Flagger checks every 10s at most, whatever shorter interval is asked for ${own}.`,
        ],
        [
            "an interval in hours, which the definition refuses",
            { ...weighted, interval: "1h" },
            '.interval: "1h": the definition of a Canary takes a number of minutes or seconds only. Write it as 30s or 1m, an hour as 60m.',
        ],
        [
            "an interval nobody can read",
            { ...weighted, interval: "soon" },
            '.interval: "soon": the definition of a Canary takes a number of minutes or seconds only. Write it as 30s or 1m, an hour as 60m.',
        ],
        ["a step in quotes", { ...unplanned, stepWeight: "5" }, '.stepWeight: "5": must be a whole number.'],
        [
            "no threshold",
            { ...weighted, threshold: undefined },
            ".threshold: is required by the definition of a Canary. Say after how many failed checks the change is rolled back.",
        ],
        ["no plan", unplanned, `: []: ${oneOf}`],
        ["two plans", { ...weighted, iterations: 3 }, `: ["iterations","stepWeight"]: ${oneOf}`],
        [
            "no iteration",
            { ...unplanned, iterations: 0 },
            `.iterations: 0: is asked to be a whole number of at least 1 ${own}.`,
        ],
        ["more than all traffic", { ...weighted, maxWeight: 101 }, `.maxWeight: 101: ${percent}`],
        ["a step of nothing", { ...weighted, stepWeight: 0 }, `.stepWeight: 0: ${percent}`],
        [
            "a step over the top",
            { ...weighted, stepWeight: 60 },
            `.stepWeight: 60: the first step is more than maxWeight (50) ${own}.`,
        ],
        [
            "a step back of too much",
            { ...weighted, stepWeightPromotion: 101 },
            `.stepWeightPromotion: 101: ${percent}`,
        ],
        [
            "a mirror of nothing",
            { ...unplanned, iterations: 1, mirror: true, mirrorWeight: 0 },
            `.mirrorWeight: 0: ${percent}`,
        ],
        [
            "no weights",
            { ...unplanned, stepWeights: [] },
            `.stepWeights: []: is asked to be whole numbers from 1 to 100, at least one ${own}.`,
        ],
        [
            "a weight beyond all",
            { ...unplanned, stepWeights: [50, 101] },
            `.stepWeights: [50,101]: is asked to be whole numbers from 1 to 100, at least one ${own}.`,
        ],
        [
            "weights that fall",
            { ...unplanned, stepWeights: [10, 5] },
            `.stepWeights: [10,5]: is asked to rise from each step to the next ${own}.`,
        ],
        [
            "weights that stay",
            { ...unplanned, stepWeights: [5, 5] },
            `.stepWeights: [5,5]: is asked to rise from each step to the next ${own}.`,
        ],
        [
            "a highest weight beside weights",
            { ...unplanned, stepWeights: [5, 10], maxWeight: 50 },
            `.maxWeight: 50: Flagger ignores maxWeight beside stepWeights, whose last weight is the highest ${own}. Remove it.`,
        ],
        [
            "conditions without one",
            { ...unplanned, iterations: 3, match: [] },
            `.match: []: an A/B test needs a condition, or every user is switched at once ${own}. Name a header or a cookie, or remove match.`,
        ],
        [
            "conditions beside weights",
            { ...weighted, match },
            '.match: [{"headers":{"cookie":{"regex":"insider"}}}]: without iterations Flagger ignores the conditions ' +
                `and moves traffic by weight ${own}. Replace the weights by iterations.`,
        ],
        [
            "a header with capitals",
            { ...unplanned, iterations: 3, match: [{ headers: { "User-Agent": { exact: "x" } } }] },
            '.match.0.headers: "User-Agent": Istio matches the names of headers in lower case only. Write user-agent.',
        ],
        [
            "a mirrored A/B test",
            { ...unplanned, iterations: 3, match, mirror: true },
            `.mirror: true: Flagger does not mirror traffic in an A/B test ${own}.`,
        ],
        [
            "nothing measured",
            { ...weighted, metrics: [] },
            `.metrics: []: an analysis that measures nothing promotes whatever starts ${own}. Name a metric, or set skipAnalysis.`,
        ],
        [
            "a metric without a range",
            { ...weighted, metrics: [{ name: "request-duration" }] },
            `.metrics.0.thresholdRange: a metric without a min, a max or a threshold lets every value of a success rate pass ${own}. Give thresholdRange a min or a max.`,
        ],
        [
            "a metric with a range inside out",
            { ...weighted, metrics: [{ name: "request-duration", thresholdRange: { min: 2, max: 1 } }] },
            `.metrics.0.thresholdRange: {"min":2,"max":1}: no value is above min and below max ${own}.`,
        ],
        [
            "a metric nobody knows",
            { ...weighted, metrics: [{ name: "latency", thresholdRange: { max: 1 } }] },
            '.metrics.0.name: "latency": Flagger skips a metric that has no templateRef and is none of its own, ' +
                `request-success-rate and request-duration ${own}. Name a MetricTemplate.`,
        ],
        [
            "one metric twice",
            { ...weighted, metrics: [...weighted.metrics, ...weighted.metrics] },
            `.metrics.1.name: "request-success-rate": is used twice ${own}.`,
        ],
        [
            "a webhook without a name",
            { ...weighted, webhooks: [{ url: load.url, timeout: "1s" }] },
            ".webhooks.0.name: must be a name.",
        ],
        [
            "a webhook without an address",
            { ...weighted, webhooks: [{ ...load, url: "loadtester.prod" }] },
            `.webhooks.0.url: "loadtester.prod": Flagger can call an http or https address only ${own}.`,
        ],
        [
            "webhooks that outlast the interval",
            { ...weighted, webhooks: [load, { ...load, name: "more", timeout: "5s" }] },
            `.webhooks: "15s": the timeouts of all rollout webhooks together are asked to stay below the interval (15s) ${own}.`,
        ],
        [
            "a webhook with a timeout nobody can read",
            { ...weighted, webhooks: [{ ...load, timeout: "soon" }] },
            `.webhooks: "unreadable timeout": the timeouts of all rollout webhooks together are asked to stay below the interval (15s) ${own}.`,
        ],
    ];
    for (const [title, analysis, ...errors] of invalid) {
        it(`refuses ${title}`, () => {
            assert.deepEqual(messages(analysis), errors);
        });
    }

    it("asks for no metric where the analysis is skipped", () => {
        assert.deepEqual(messages({ ...weighted, metrics: [] }, true), []);
    });
});
