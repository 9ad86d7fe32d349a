import { type Complaints, type Fields, fieldsOf, isWholeNumber, listOf, secondsOf } from "./complaints";

/** Metrics Flagger measures without a template. @see https://docs.flagger.app/usage/metrics#builtin-metrics */
export const BUILT_IN_METRICS: readonly string[] = ["request-success-rate", "request-duration"];

/** Flagger takes this for any shorter interval: pkg/apis/flagger/v1beta1/canary.go, GetAnalysisInterval. */
const SHORTEST_INTERVAL = 10;

/** Timeout of a webhook that names none, in seconds: pkg/controller/webhook.go, callWebhook. */
const WEBHOOK_TIMEOUT = 10;

/**
 * Complains about `spec.analysis`.
 *
 * @param skipped Whether `spec.skipAnalysis` is set, so that nothing needs to be measured.
 */
export function checkAnalysis(complaints: Complaints, analysis: Fields, skipped: boolean): void {
    const interval = secondsOf(analysis["interval"]);
    checkInterval(complaints, analysis["interval"]);
    if (interval !== undefined && interval < SHORTEST_INTERVAL) {
        complaints.addOwn(
            "spec.analysis.interval",
            analysis["interval"],
            `Flagger checks every ${SHORTEST_INTERVAL}s at most, whatever shorter interval is asked for`,
        );
    }
    const { threshold } = analysis;
    if (threshold === undefined) {
        complaints.add(
            "spec.analysis.threshold",
            threshold,
            "is required by the definition of a Canary",
            "Say after how many failed checks the change is rolled back",
        );
    } else complaints.wholeNumber("spec.analysis.threshold", threshold, 1, Infinity);
    checkStrategy(complaints, analysis);
    checkMetrics(complaints, analysis, skipped);
    checkWebhooks(complaints, analysis, interval);
}

/** Flagger's definition takes minutes and seconds alone, `^[0-9]+(m|s)`, and Go reads the rest of it. */
function checkInterval(complaints: Complaints, interval: unknown): void {
    const key = "spec.analysis.interval";
    if (interval === undefined) {
        complaints.add(
            key,
            interval,
            "is required by the definition of a Canary",
            "Say how often to check: 1m",
        );
    } else if (
        secondsOf(interval) === undefined ||
        typeof interval !== "string" ||
        !/^[0-9]+(?:m|s)/.test(interval)
    ) {
        const rule = "the definition of a Canary takes a number of minutes or seconds only";
        complaints.add(key, interval, rule, "Write it as 30s or 1m, an hour as 60m");
    }
}

function checkStrategy(complaints: Complaints, analysis: Fields): void {
    const { iterations, stepWeight, stepWeights, match, mirror } = analysis;
    const given = Object.entries({ iterations, stepWeight, stepWeights }).filter(
        ([, value]) => value !== undefined,
    );
    if (given.length !== 1) {
        complaints.add(
            "spec.analysis",
            given.map(([field]) => field),
            "the definition of a Canary takes exactly one of iterations, stepWeight and stepWeights, which say how the rollout proceeds",
        );
    }
    complaints.wholeNumber("spec.analysis.iterations", iterations, 1, Infinity);
    checkWeights(complaints, analysis);

    if (match !== undefined && listOf(match).length === 0) {
        complaints.addOwn(
            "spec.analysis.match",
            match,
            "an A/B test needs a condition, or every user is switched at once",
            "Name a header or a cookie, or remove match",
        );
    }
    if (listOf(match).length > 0 && iterations === undefined) {
        complaints.addOwn(
            "spec.analysis.match",
            match,
            "without iterations Flagger ignores the conditions and moves traffic by weight",
            "Replace the weights by iterations",
        );
    }
    if (mirror === true && listOf(match).length > 0) {
        complaints.addOwn("spec.analysis.mirror", mirror, "Flagger does not mirror traffic in an A/B test");
    }
    for (const [index, condition] of listOf(match).entries())
        checkHeaders(complaints, index, fieldsOf(condition));
}

function checkHeaders(complaints: Complaints, index: number, condition: Fields): void {
    for (const header of Object.keys(fieldsOf(condition["headers"]))) {
        if (header === header.toLowerCase()) continue;
        complaints.add(
            `spec.analysis.match.${index}.headers`,
            header,
            "Istio matches the names of headers in lower case only",
            `Write ${header.toLowerCase()}`,
        );
    }
}

function checkWeights(complaints: Complaints, analysis: Fields): void {
    const { stepWeight, stepWeights, maxWeight } = analysis;
    for (const field of ["maxWeight", "stepWeight", "stepWeightPromotion", "mirrorWeight"]) {
        complaints.wholeNumber(`spec.analysis.${field}`, analysis[field], 1, 100);
    }
    if (typeof stepWeight === "number" && typeof maxWeight === "number" && stepWeight > maxWeight) {
        complaints.addOwn(
            "spec.analysis.stepWeight",
            stepWeight,
            `the first step is more than maxWeight (${maxWeight})`,
        );
    }
    if (stepWeights === undefined) return;

    const weights = listOf(stepWeights);
    if (weights.length === 0 || !weights.every((weight) => isWholeNumber(weight, 1, 100))) {
        complaints.addOwn(
            "spec.analysis.stepWeights",
            stepWeights,
            "is asked to be whole numbers from 1 to 100, at least one",
        );
    } else if (!weights.every((weight, i) => i === 0 || Number(weights[i - 1]) < Number(weight))) {
        complaints.addOwn(
            "spec.analysis.stepWeights",
            stepWeights,
            "is asked to rise from each step to the next",
        );
    }
    if (maxWeight !== undefined) {
        complaints.addOwn(
            "spec.analysis.maxWeight",
            maxWeight,
            "Flagger ignores maxWeight beside stepWeights, whose last weight is the highest",
            "Remove it",
        );
    }
}

function checkMetrics(complaints: Complaints, analysis: Fields, skipped: boolean): void {
    const metrics = listOf(analysis["metrics"]).map(fieldsOf);
    if (metrics.length === 0 && !skipped) {
        complaints.addOwn(
            "spec.analysis.metrics",
            analysis["metrics"],
            "an analysis that measures nothing promotes whatever starts",
            "Name a metric, or set skipAnalysis",
        );
    }
    checkNames(complaints, "spec.analysis.metrics", metrics);
    for (const [index, metric] of metrics.entries()) {
        const key = `spec.analysis.metrics.${index}`;
        const { min, max } = fieldsOf(metric["thresholdRange"]);
        const threshold = metric["threshold"];
        // The field before thresholdRange, deprecated and in force: pkg/controller/scheduler_metrics.go.
        if (typeof min !== "number" && typeof max !== "number" && typeof threshold !== "number") {
            complaints.addOwn(
                `${key}.thresholdRange`,
                metric["thresholdRange"],
                "a metric without a min, a max or a threshold lets every value of a success rate pass",
                "Give thresholdRange a min or a max",
            );
        } else if (typeof min === "number" && typeof max === "number" && min > max) {
            complaints.addOwn(
                `${key}.thresholdRange`,
                metric["thresholdRange"],
                "no value is above min and below max",
            );
        }
        const measured = metric["templateRef"] !== undefined || metric["query"] !== undefined;
        if (!measured && !BUILT_IN_METRICS.includes(String(metric["name"]))) {
            complaints.addOwn(
                `${key}.name`,
                metric["name"],
                `Flagger skips a metric that has no templateRef and is none of its own, ${BUILT_IN_METRICS.join(" and ")}`,
                "Name a MetricTemplate",
            );
        }
    }
}

function checkWebhooks(complaints: Complaints, analysis: Fields, interval: number | undefined): void {
    const webhooks = listOf(analysis["webhooks"]).map(fieldsOf);
    checkNames(complaints, "spec.analysis.webhooks", webhooks);
    for (const [index, webhook] of webhooks.entries()) {
        if (/^https?:\/\/[^\s/]/.test(String(webhook["url"]))) continue;
        complaints.addOwn(
            `spec.analysis.webhooks.${index}.url`,
            webhook["url"],
            "Flagger can call an http or https address only",
        );
    }
    const timeouts = webhooks
        .filter(({ type }) => type === undefined || type === "" || type === "rollout")
        .map(({ timeout }) => (timeout === undefined ? WEBHOOK_TIMEOUT : (secondsOf(timeout) ?? NaN)));
    const total = timeouts.reduce((sum, timeout) => sum + timeout, 0);
    if (timeouts.length > 0 && interval !== undefined && !(total < interval)) {
        complaints.addOwn(
            "spec.analysis.webhooks",
            Number.isNaN(total) ? "unreadable timeout" : `${total}s`,
            `the timeouts of all rollout webhooks together are asked to stay below the interval (${interval}s)`,
        );
    }
}

function checkNames(complaints: Complaints, key: string, entries: readonly Fields[]): void {
    const seen = new Set<unknown>();
    for (const [index, { name }] of entries.entries()) {
        if (typeof name !== "string" || name === "")
            complaints.add(`${key}.${index}.name`, name, "must be a name");
        else if (seen.has(name)) complaints.addOwn(`${key}.${index}.name`, name, "is used twice");
        seen.add(name);
    }
}
