import { canaryNames } from "../../../../lifecycle/policy/rules/canary-names";
import { canaried, next, policyCases } from "../../../support/policy-cases";

const ISTIO = "networking.istio.io/v1";
const overwritten = (kind: string, name: string) =>
    `prod/${kind}/${name}: Flagger makes ${kind} ${name} for prod/Canary/orders, and would overwrite this one`;
const HPA = "autoscalerRef: {apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, name: scaler}";
const reading = (volume: string) =>
    canaried("orders").replace("team: shop}}", `team: shop}}, spec: {volumes: [${volume}]}`);
const leftAlone = next("v1", "Service", "orders", "{}").replace(
    "namespace: prod}",
    "namespace: prod, annotations: {kustomize.toolkit.fluxcd.io/ssa: IfNotPresent}}",
);

/** `[apiVersion, kind, name]` of what Flagger makes for Canary orders. */
const MADE: readonly (readonly [string, string, string])[] = [
    ["v1", "Service", "orders"],
    ["v1", "Service", "orders-primary"],
    ["v1", "Service", "orders-canary"],
    [ISTIO, "VirtualService", "orders"],
    [ISTIO, "DestinationRule", "orders-primary"],
    [ISTIO, "DestinationRule", "orders-canary"],
    ["apps/v1", "Deployment", "orders-primary"],
];

describe("canary-names", () => {
    policyCases(canaryNames, [
        ...MADE.map(([apiVersion, kind, name]) => ({
            what: `an own ${kind} ${name}`,
            yaml: canaried("orders") + next(apiVersion, kind, name, "{}"),
            violations: [overwritten(kind, name)],
        })),
        ...MADE.map(([apiVersion, kind, name]) => ({
            what: `${kind} ${name} of another namespace`,
            yaml: canaried("orders") + next(apiVersion, kind, name, "{}", "other"),
        })),
        {
            what: "the target's name where spec.service.name is another",
            yaml:
                canaried("orders", undefined, "service: {name: shop}") +
                next("v1", "Service", "orders", "{}"),
        },
        {
            what: "the name of spec.service.name",
            yaml:
                canaried("orders", undefined, "service: {name: shop}") + next("v1", "Service", "shop", "{}"),
            violations: [overwritten("Service", "shop")],
        },
        {
            what: "a VirtualService where Flagger makes an HTTPRoute",
            yaml:
                canaried("orders", undefined, 'provider: "gatewayapi:v1"') +
                next(ISTIO, "VirtualService", "orders", "{}"),
        },
        {
            what: "an HTTPRoute where Flagger makes one",
            yaml:
                canaried("orders", undefined, 'provider: "gatewayapi:v1"') +
                next("gateway.networking.k8s.io/v1", "HTTPRoute", "orders", "{}"),
            violations: [overwritten("HTTPRoute", "orders")],
        },
        {
            what: "a Service that Flux makes once and then leaves alone",
            yaml: canaried("orders") + leftAlone,
        },
        {
            what: "the copy of the autoscaler a canary refers to",
            yaml:
                canaried("orders", undefined, HPA) +
                next("autoscaling/v2", "HorizontalPodAutoscaler", "scaler-primary", "{}"),
            violations: [overwritten("HorizontalPodAutoscaler", "scaler-primary")],
        },
        {
            what: "a second autoscaler of the primary, where the canary refers to none",
            yaml:
                canaried("orders") +
                next("autoscaling/v2", "HorizontalPodAutoscaler", "orders-primary", "{}"),
        },
        {
            what: "the copy of a ConfigMap the pods read",
            yaml:
                reading("{configMap: {name: settings}}") + next("v1", "ConfigMap", "settings-primary", "{}"),
            violations: [overwritten("ConfigMap", "settings-primary")],
        },
        {
            what: "the copy of a Secret the pods read",
            yaml:
                reading("{projected: {sources: [{secret: {name: key}}]}}") +
                next("v1", "Secret", "key-primary", "{}"),
            violations: [overwritten("Secret", "key-primary")],
        },
        {
            what: "a name like a copy's, where the original is not tracked",
            yaml:
                reading("{configMap: {name: settings}}") +
                next("v1", "ConfigMap", "settings-primary", "{}") +
                next("v1", "ConfigMap", "settings", "{}").replace(
                    "namespace: prod}",
                    "namespace: prod, annotations: {flagger.app/config-tracking: disabled}}",
                ),
        },
        {
            what: "two canaries of one Service",
            yaml:
                canaried("orders") +
                next(
                    "flagger.app/v1beta1",
                    "Canary",
                    "other",
                    "{targetRef: {kind: Deployment, name: orders}}",
                ),
            violations: [
                "prod/Canary/other: Flagger makes Service orders for it, and for prod/Canary/orders as well",
            ],
        },
        {
            what: "two canaries that read one ConfigMap",
            yaml:
                reading("{configMap: {name: settings}}") +
                `---\n${reading("{configMap: {name: settings}}").replaceAll("orders", "shop")}`,
        },
    ]);
});
