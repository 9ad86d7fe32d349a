import * as assert from "node:assert/strict";
import {
    CHART_POD_LABELS,
    COMMON_POD_LABELS,
    METRIC_TEMPLATES,
    metricQueries,
} from "../../../components/flagger/metric-queries";

const queries = metricQueries(CHART_POD_LABELS);

describe("metricQueries", () => {
    it("has a query for every template", () => {
        assert.deepEqual(Object.keys(queries).sort(), [...METRIC_TEMPLATES].sort());
    });

    it("measures the canary alone, by its exact name", () => {
        const workload =
            'destination_workload_namespace="{{ namespace }}",destination_workload="{{ target }}"';
        assert.equal(
            queries["error-rate"],
            `100 * (1 - (sum(rate(istio_requests_total{reporter="destination",${workload},response_code!~"5.."}` +
                "[{{ interval }}])) or vector(0)) / " +
                `sum(rate(istio_requests_total{reporter="destination",${workload}}[{{ interval }}])))`,
        );
        assert.equal(
            queries.latency,
            "histogram_quantile(0.99, sum(rate(istio_request_duration_milliseconds_bucket" +
                `{reporter="destination",${workload}}[{{ interval }}])) by (le))`,
        );
    });

    it("measures what callers of the canary's Service lost on the way", () => {
        const service =
            'reporter="source",destination_service_namespace="{{ namespace }}",' +
            'destination_service_name="{{ service }}-canary"';
        assert.equal(
            queries["proxy-errors"],
            `100 * (1 - (sum(rate(istio_requests_total{${service},` +
                'response_flags!~"(.*,)?(UF|UC|UH|UO|URX|UR|UPE|NR|NC)(,.*)?"}[{{ interval }}])) or vector(0)) / ' +
                `sum(rate(istio_requests_total{${service}}[{{ interval }}])))`,
        );
    });

    it("takes the labels of pods from the Prometheus in use", () => {
        const query = metricQueries(COMMON_POD_LABELS)["proxy-config-rejections"];

        assert.equal(query.match(/\{namespace="\{\{ namespace \}\}",pod=~"/g)?.length, 3);
        assert.ok(!query.includes("kubernetes_"));
    });

    describe("tells a canary's pods by name", () => {
        const pattern = /kubernetes_pod_name=~"([^"]+)"/.exec(queries["proxy-config-rejections"])?.[1] ?? "";
        const regex = new RegExp(`^(?:${pattern.replace("{{ target }}", "frontend")})$`);
        const cases = [
            { pod: "frontend-6d4cf56db6-x7k2p", canary: true },
            { pod: "frontend-x7k2p", canary: true },
            { pod: "frontend-primary-6d4cf56db6-x7k2p", canary: false },
            { pod: "frontend-primary-x7k2p", canary: false },
            { pod: "frontend-api-6d4cf56db6-x7k2p", canary: false },
            { pod: "frontend-api-x7k2p", canary: false },
            { pod: "frontend-0", canary: false },
            { pod: "my-frontend-6d4cf56db6-x7k2p", canary: false },
        ];
        for (const { pod, canary } of cases) {
            it(`${pod} is ${canary ? "one" : "none"} of frontend's`, () => {
                assert.equal(regex.test(pod), canary);
            });
        }
    });

    it("tells a lost request by any of Envoy's flags, alone or among others", () => {
        const pattern = /response_flags!~"([^"]+)"/.exec(queries["proxy-errors"])?.[1] ?? "";
        const lost = (flags: string) => new RegExp(`^(?:${pattern})$`).test(flags);

        assert.deepEqual(["UF", "UF,URX", "DC,UC", "UH"].map(lost), [true, true, true, true]);
        assert.deepEqual(["-", "DC", "RL", "UAEX", "DC,RL"].map(lost), [false, false, false, false, false]);
    });

    it("opens no template of Go's by accident", () => {
        for (const query of Object.values(queries)) {
            const rest = query.replaceAll(/\{\{ (namespace|target|service|interval) \}\}/g, "");
            assert.ok(!/\{\{|\}\}/.test(rest), query);
        }
    });
});
