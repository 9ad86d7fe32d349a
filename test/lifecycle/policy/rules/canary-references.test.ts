import { canaryReferences } from "../../../../lifecycle/policy/rules/canary-references";
import { canaried, next, policyCases } from "../../../support/policy-cases";

const TEMPLATE = next("flagger.app/v1beta1", "MetricTemplate", "error-rate", "{}", "flagger-system");
const measured = (reference: string) =>
    canaried("orders", undefined, `analysis: {metrics: [{name: a, templateRef: {${reference}}}]}`) + TEMPLATE;
const calling = (url: string) =>
    canaried("orders", undefined, `analysis: {webhooks: [{name: a, url: "${url}"}]}`);
const LOADTESTER = next("v1", "Service", "loadtester", "{}");
const absent = (text: string) => `warning prod/Canary/orders: its ${text}`;

describe("canary-references", () => {
    policyCases(canaryReferences, [
        { what: "a template that is there", yaml: measured("name: error-rate, namespace: flagger-system") },
        {
            what: "a misspelt template",
            yaml: measured("name: error-rates, namespace: flagger-system"),
            violations: [
                absent(
                    "metrics.0.templateRef names MetricTemplate error-rates of namespace flagger-system, which the stack does not declare; there is error-rate in flagger-system",
                ),
            ],
        },
        {
            what: "a template of another namespace, which is the Canary's own where none is given",
            yaml: measured("name: error-rate"),
            violations: [
                absent(
                    "metrics.0.templateRef names MetricTemplate error-rate of namespace prod, which the stack does not declare; there is one in flagger-system",
                ),
            ],
        },
        {
            what: "a provider of alerts that is not there",
            yaml: canaried(
                "orders",
                undefined,
                "analysis: {alerts: [{name: a, providerRef: {name: on-call}}]}",
            ),
            violations: [
                absent(
                    "alerts.0.providerRef names AlertProvider on-call of namespace prod, which the stack does not declare",
                ),
            ],
        },
        ...["ingress/public", "public.ingress.svc.cluster.local"].map((gateway) => ({
            what: `gateway ${gateway}`,
            yaml:
                canaried("orders", undefined, `service: {gateways: [mesh, ${gateway}]}`) +
                next("networking.istio.io/v1", "Gateway", "public", "{}", "ingress"),
        })),
        {
            what: "a gateway of another namespace",
            yaml:
                canaried("orders", undefined, "service: {gateways: [public]}") +
                next("networking.istio.io/v1", "Gateway", "public", "{}", "ingress"),
            violations: [
                absent(
                    "service.gateways names Gateway public of namespace prod, which the stack does not declare; there is one in ingress",
                ),
            ],
        },
        {
            what: "a Gateway of the Gateway API that is not there",
            yaml: canaried(
                "orders",
                undefined,
                "service: {gatewayRefs: [{name: public, namespace: ingress}]}",
            ),
            violations: [
                absent(
                    "service.gatewayRefs names Gateway public of namespace ingress, which the stack does not declare",
                ),
            ],
        },
        ...[
            "http://loadtester.prod/",
            "http://loadtester.prod.svc.cluster.local:80/",
            "http://orders-canary.prod/",
            "https://hooks.example.com/a",
            "https://example.com/",
            "http://10.0.0.1/",
        ].map((url) => ({
            what: `a webhook at ${url}`,
            yaml: calling(url) + LOADTESTER,
        })),
        {
            what: "a webhook at a misspelt Service",
            yaml: calling("http://loadtestr.prod/") + LOADTESTER,
            violations: [
                absent(
                    "webhooks.0.url calls loadtestr.prod, and the stack declares no Service loadtestr in namespace prod; there is loadtester.prod",
                ),
            ],
        },
        {
            what: "a webhook at a namespace that is not there",
            yaml: calling("http://loadtester.test/") + LOADTESTER,
            violations: [
                absent(
                    "webhooks.0.url calls loadtester.test, and the stack declares no Service loadtester in namespace test; there is loadtester.prod",
                ),
            ],
        },
        {
            what: "a webhook at a bare name",
            yaml: calling("http://loadtester/") + LOADTESTER,
            violations: [
                absent(
                    "webhooks.0.url calls loadtester, and the stack declares no Service loadtester in namespace flagger-system, where Flagger looks for a bare name; there is loadtester.prod",
                ),
            ],
        },
        {
            what: "a webhook at what a Helm release may install",
            yaml:
                calling("http://flagger-loadtester.prod/") +
                next(
                    "helm.toolkit.fluxcd.io/v2",
                    "HelmRelease",
                    "flagger",
                    "{chart: {spec: {chart: loadtester}}}",
                ),
        },
    ]);
});
