import * as assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { type CanaryObjectArgs, canaryObject } from "../../../components/flagger/canary-object";
import type { CanaryStrategyArgs } from "../../../components/flagger/canary-spec";
import { validateObject } from "../../support/crd-schema";

type Known<T> = pulumi.Unwrap<T>;
const args: Known<CanaryObjectArgs> = {
    namespace: "prod",
    target: { kind: "Deployment", name: "web" },
    service: { port: 9898 },
    strategy: { weighted: { stepWeight: 5, maxWeight: 50 } },
    metrics: [{ name: "error-rate", template: "error-rate", range: { max: 1 } }],
};

describe("canaryObject", () => {
    it("fills in what is not said", () => {
        assert.deepEqual(canaryObject(args), {
            apiVersion: "flagger.app/v1beta1",
            kind: "Canary",
            metadata: { name: "web", namespace: "prod" },
            spec: {
                targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "web" },
                progressDeadlineSeconds: 600,
                service: { port: 9898 },
                skipAnalysis: false,
                revertOnDeletion: true,
                analysis: {
                    interval: "1m",
                    threshold: 5,
                    stepWeight: 5,
                    maxWeight: 50,
                    metrics: [
                        {
                            name: "error-rate",
                            templateRef: { name: "error-rate", namespace: "flagger-system" },
                            thresholdRange: { max: 1 },
                            interval: "1m",
                        },
                    ],
                },
            },
        });
    });

    it("says everything that is said", () => {
        const canary = canaryObject({
            ...args,
            name: "web-rollout",
            autoscaler: "web",
            service: {
                port: 80,
                targetPortName: "http",
                portName: "http",
                name: "shop",
                gateways: ["istio-ingress/public"],
                hosts: ["*"],
                timeout: "15s",
                retries: { attempts: 2, perTryTimeout: "1s", retryOn: "gateway-error" },
            },
            interval: "30s",
            threshold: 3,
            metrics: [{ name: "request-success-rate", range: { min: 99 }, interval: "30s" }],
            webhooks: [
                {
                    name: "load",
                    type: "rollout",
                    url: "http://loadtester.prod/",
                    timeout: "5s",
                    retries: 1,
                    metadata: { cmd: "hey" },
                },
            ],
            alerts: [
                { name: "ops", severity: "error" },
                { name: "dev", provider: "own" },
            ],
            progressDeadlineSeconds: 120,
            skipAnalysis: true,
            revertOnDeletion: false,
        });

        assert.deepEqual(validateObject(canary), []);
        assert.equal(canary.metadata.name, "web-rollout");
        const spec = canary.spec as Record<string, Record<string, unknown>>;
        assert.deepEqual(spec["autoscalerRef"], {
            apiVersion: "autoscaling/v2",
            kind: "HorizontalPodAutoscaler",
            name: "web",
        });
        assert.deepEqual(spec["analysis"]?.["metrics"], [
            { name: "request-success-rate", thresholdRange: { min: 99 }, interval: "30s" },
        ]);
        assert.deepEqual(spec["analysis"]?.["alerts"], [
            { name: "ops", severity: "error", providerRef: { name: "alerts", namespace: "flagger-system" } },
            { name: "dev", severity: "info", providerRef: { name: "own", namespace: "flagger-system" } },
        ]);
    });

    const strategies: readonly { readonly strategy: Known<CanaryStrategyArgs>; readonly fields: object }[] = [
        {
            strategy: { weighted: { stepWeight: 5, maxWeight: 50, stepWeightPromotion: 10 } },
            fields: { stepWeight: 5, maxWeight: 50, stepWeightPromotion: 10 },
        },
        { strategy: { weighted: { stepWeights: [1, 5, 50] } }, fields: { stepWeights: [1, 5, 50] } },
        {
            strategy: {
                abTest: { iterations: 10, match: [{ headers: { cookie: { regex: "insider" } } }] },
            },
            fields: { iterations: 10, match: [{ headers: { cookie: { regex: "insider" } } }] },
        },
        { strategy: { blueGreen: { iterations: 10 } }, fields: { iterations: 10 } },
        {
            strategy: { mirrored: { iterations: 10 } },
            fields: { iterations: 10, mirror: true, mirrorWeight: 100 },
        },
        {
            strategy: { mirrored: { iterations: 10, mirrorWeight: 20 } },
            fields: { iterations: 10, mirror: true, mirrorWeight: 20 },
        },
    ];
    for (const { strategy, fields } of strategies) {
        it(`writes the strategy ${JSON.stringify(strategy)}`, () => {
            const canary = canaryObject({ ...args, strategy });

            const { analysis } = canary.spec as { analysis: Record<string, unknown> };
            const metrics = analysis["metrics"];
            assert.deepEqual(analysis, { interval: "1m", threshold: 5, ...fields, metrics });
            assert.deepEqual(validateObject(canary), []);
        });
    }

    it("refuses an A/B test without a condition, which Flagger takes for blue-green", () => {
        assert.throws(() => canaryObject({ ...args, strategy: { abTest: { iterations: 10, match: [] } } }), {
            name: "WindlassError",
            message:
                "strategy.abTest.match: []: an A/B test needs a condition, or every user is switched at once. " +
                "Name a header or a cookie, or choose the strategy blueGreen.",
        });
    });

    it("refuses none and several strategies", () => {
        const both = { weighted: { stepWeight: 5 }, blueGreen: { iterations: 3 } };
        const rule =
            "a Canary has exactly one strategy. Give one of weighted, abTest, blueGreen and mirrored.";

        assert.throws(() => canaryObject({ ...args, strategy: {} }), { message: `strategy: []: ${rule}` });
        assert.throws(() => canaryObject({ ...args, strategy: both }), {
            message: `strategy: ["weighted","blueGreen"]: ${rule}`,
        });
    });

    it("names everything that is wrong at once", () => {
        const strategy = { weighted: { stepWeight: 5, maxWeight: 101 } };

        assert.throws(() => canaryObject({ ...args, service: { port: 0 }, strategy }), {
            name: "WindlassError",
            message:
                "Canary web: spec.service.port: 0: must be a whole number from 1 to 65535.\n" +
                "Canary web: spec.analysis.maxWeight: 101: is asked to be a whole number from 1 to 100 (a rule of Windlass's own; Flagger takes it).",
        });
    });
});
