import assert from "node:assert/strict";
import { parse } from "yaml";

import { CHART_POD_LABELS } from "../../../components/flagger/metric-queries";
import { prometheusConfig } from "../../../tools/test-bed/prometheus-config";

describe("the configuration of Prometheus", () => {
    it("scrapes the simulator every five seconds, and gives pods the labels of Flagger's chart, too", () => {
        const { global, scrape_configs: jobs } = parse(prometheusConfig({ serving: 20_001 })) as {
            readonly global: object;
            readonly scrape_configs: readonly {
                readonly static_configs: unknown;
                readonly metric_relabel_configs: readonly { readonly target_label: string }[];
            }[];
        };

        assert.deepEqual(global, { scrape_interval: "5s", scrape_timeout: "4s" });
        assert.equal(jobs.length, 1);
        assert.deepEqual(jobs[0]?.static_configs, [{ targets: ["127.0.0.1:20001"] }]);
        assert.deepEqual(
            jobs[0]?.metric_relabel_configs.map((config) => config.target_label),
            [CHART_POD_LABELS.namespace, CHART_POD_LABELS.pod],
        );
    });

    it("scrapes nothing where there is no simulator", () => {
        assert.deepEqual(
            (parse(prometheusConfig(undefined)) as { scrape_configs: unknown }).scrape_configs,
            [],
        );
    });
});
