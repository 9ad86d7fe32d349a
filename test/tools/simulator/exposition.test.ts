import assert from "node:assert/strict";

import {
    CHART_POD_LABELS,
    COMMON_POD_LABELS,
    METRIC_TEMPLATES,
    metricQueries,
} from "../../../components/flagger/metric-queries";
import { exposition } from "../../../tools/simulator/exposition";
import { flows } from "../../../tools/simulator/flows";
import { Traffic } from "../../../tools/simulator/traffic";
import { canaryMesh } from "./example-mesh";
import { type Sample, parseExposition } from "./parse-exposition";

describe("the exposition", () => {
    let samples: readonly Sample[];
    const find = (name: string, labels: Readonly<Record<string, string>>) =>
        samples.filter(
            (sample) =>
                sample.name === name &&
                Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
        );

    before(() => {
        const mesh = canaryMesh(75, 25);
        const traffic = new Traffic(1);
        const fault = { workload: "prod/backend", errorRate: 0.1, rejections: 3 };
        traffic.advance(mesh.pods, flows({ mesh, rate: 20, rates: new Map(), loads: [] }), [fault], 60);
        samples = parseExposition(exposition(traffic.requestSeries(), traffic.proxySeries()));
    });

    it("names the workload, its Service and how it ended, on both sides", () => {
        const canary = { destination_workload: "backend", destination_workload_namespace: "prod" };
        const service = { destination_service_name: "backend-canary", destination_service_namespace: "prod" };
        const [answered] = find("istio_requests_total", {
            ...canary,
            ...service,
            reporter: "destination",
            response_code: "200",
        });
        const [sent] = find("istio_requests_total", {
            ...canary,
            ...service,
            reporter: "source",
            response_code: "500",
        });

        assert.equal(answered?.labels["pod"], "backend-0");
        assert.equal(answered?.labels["source_workload"], "client");
        assert.ok(Math.abs(Number(answered?.value) - 270) < 15);
        assert.ok(Math.abs(Number(sent?.value) - 30) < 3);
        assert.equal(sent?.labels["response_flags"], "-");
    });

    it("has histograms that end at their count", () => {
        const buckets = find("istio_request_duration_milliseconds_bucket", {
            pod: "backend-0",
            response_code: "200",
        });
        const [count] = find("istio_request_duration_milliseconds_count", {
            pod: "backend-0",
            response_code: "200",
        });
        const values = buckets.map(({ value }) => value);

        assert.equal(buckets.at(-1)?.labels["le"], "+Inf");
        assert.equal(values.at(-1), count?.value);
        assert.deepEqual(
            [...values].sort((one, other) => one - other),
            values,
        );
    });

    it("says of every proxy that it lives, and what it refused", () => {
        assert.deepEqual(
            find("envoy_server_live", {}).map(({ labels, value }) => [
                labels["namespace"],
                labels["pod"],
                value,
            ]),
            [
                ["prod", "backend-primary-0", 1],
                ["prod", "backend-0", 1],
            ],
        );
        assert.equal(find("envoy_listener_manager_lds_update_rejected", { pod: "backend-0" })[0]?.value, 3);
    });

    it("has every metric and every label that a MetricTemplate asks for", () => {
        const labels = { ...COMMON_POD_LABELS };
        // A Prometheus as in Flagger's chart gives the pods' names other labels: prometheus-config.ts.
        assert.notDeepEqual(labels, CHART_POD_LABELS);
        const queries = metricQueries(labels);
        const known = new Map<string, Set<string>>();
        for (const { name, labels: own } of samples) {
            const keys = known.get(name) ?? new Set();
            for (const key of Object.keys(own)) keys.add(key);
            known.set(name, keys);
        }
        for (const template of METRIC_TEMPLATES) {
            const selectors = [
                ...queries[template].matchAll(/(\w+)\{([^}]*(?:\{\{[^}]*\}\}[^}]*|\{[\d,]+\}[^}]*)*)\}/g),
            ];
            assert.ok(selectors.length > 0, template);
            for (const [, metric = "", inner = ""] of selectors) {
                for (const [, label = ""] of inner.matchAll(/(\w+)(?:=|!=|=~|!~)"/g)) {
                    assert.ok(known.get(metric)?.has(label), `${template}: ${metric} has no ${label}`);
                }
            }
        }
    });

    it("escapes what a label may not hold as it is", () => {
        const [series] = (() => {
            const traffic = new Traffic(1);
            const mesh = canaryMesh(100, 0);
            const renamed = mesh.pods.map((pod) => ({ ...pod, workload: 'a"b\\c\nd' }));
            const changed = { ...mesh, pods: renamed };
            traffic.advance(renamed, flows({ mesh: changed, rate: 1, rates: new Map(), loads: [] }), [], 1);
            return parseExposition(exposition(traffic.requestSeries(), []));
        })();

        assert.equal(series?.labels["destination_workload"], 'a"b\\c\nd');
    });
});
