import * as assert from "node:assert/strict";
import { METRIC_TEMPLATES } from "../../../components/flagger/metric-queries";
import { MetricTemplates, metricTemplate } from "../../../components/flagger/metric-templates";
import { validateObject } from "../../support/crd-schema";
import { record } from "../../support/record";

describe("metricTemplate", () => {
    const cases = [
        {
            title: "the chart's Prometheus",
            prometheus: undefined,
            address: "http://flagger-prometheus.flagger-system:9090",
            label: "kubernetes_pod_name",
        },
        {
            title: "a Prometheus of one's own",
            prometheus: "http://p.test:9090",
            address: "http://p.test:9090",
            label: "pod",
        },
    ];
    for (const { title, prometheus, address, label } of cases) {
        it(`asks ${title}, in the words that it labels pods with`, () => {
            const templates = METRIC_TEMPLATES.map((name) => metricTemplate(name, prometheus));

            assert.deepEqual(
                templates.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`),
                [
                    "flagger-system/error-rate",
                    "flagger-system/latency",
                    "flagger-system/proxy-errors",
                    "flagger-system/proxy-config-rejections",
                ],
            );
            for (const template of templates) {
                const { provider } = template.spec as { provider: unknown };
                assert.deepEqual(provider, { type: "prometheus", address, secretRef: undefined });
                assert.deepEqual(validateObject(template), []);
            }
            const [asked] = METRIC_TEMPLATES.map((name) => metricTemplate(name, address, "monitoring"));
            assert.ok(asked);
            assert.deepEqual((asked.spec as { provider: { secretRef: unknown } }).provider.secretRef, {
                name: "monitoring",
            });
            assert.deepEqual(validateObject(asked), []);
            const { query } = templates[3]?.spec as { query: string };
            assert.ok(query.includes(`,${label}=~"{{ target }}`));
        });
    }
});

describe("MetricTemplates", () => {
    it("declares the templates, the last of them after all others", async () => {
        const recording = await record(() => {
            const templates = new MetricTemplates("metrics");
            assert.ok(templates.ready);
        });

        assert.deepEqual(recording.list(), [
            "windlass:flagger:MetricTemplates metrics",
            "kubernetes:flagger.app/v1beta1:MetricTemplate metrics-error-rate",
            "kubernetes:flagger.app/v1beta1:MetricTemplate metrics-latency",
            "kubernetes:flagger.app/v1beta1:MetricTemplate metrics-proxy-errors",
            "kubernetes:flagger.app/v1beta1:MetricTemplate metrics-proxy-config-rejections",
        ]);
        assert.deepEqual(recording.dependenciesOf("metrics-error-rate"), []);
        assert.deepEqual(recording.dependenciesOf("metrics-proxy-config-rejections"), [
            "metrics-error-rate",
            "metrics-latency",
            "metrics-proxy-errors",
        ]);
        assert.equal(recording.parentOf("metrics-latency"), "metrics");
    });

    it("declares the alert provider where a secret is named", async () => {
        const alerts = { type: "slack", secret: "slack", channel: "mesh" } as const;

        const recording = await record(() => new MetricTemplates("metrics", { alerts }));

        assert.equal(recording.list()[1], "kubernetes:flagger.app/v1beta1:AlertProvider metrics-alerts");
        assert.equal(recording.registrations.length, 6);
    });
});
