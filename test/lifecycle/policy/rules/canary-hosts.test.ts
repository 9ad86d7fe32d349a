import { canaryHosts } from "../../../../lifecycle/policy/rules/canary-hosts";
import { canaried, next, policyCases } from "../../../support/policy-cases";

const ISTIO = "networking.istio.io/v1";
const route = (spec: string, name = "own") => next(ISTIO, "VirtualService", name, spec);
const rule = (spec: string, name = "own") => next(ISTIO, "DestinationRule", name, spec);
const AT_GATEWAY = canaried(
    "orders",
    undefined,
    "service: {gateways: [ingress/public], hosts: [shop.example.com]}",
);
const inMesh = (host: string) =>
    `prod/VirtualService/own: it routes ${host} inside the mesh, as the VirtualService that Flagger makes for prod/Canary/orders does: one of the two counts`;

describe("canary-hosts", () => {
    policyCases(canaryHosts, [
        ...["orders", "orders.prod", "orders.prod.svc", "orders.prod.svc.cluster.local"].map((host) => ({
            what: `another route of ${host}`,
            yaml: canaried("orders") + route(`{hosts: [${host}]}`),
            violations: [inMesh(host)],
        })),
        {
            what: "a route of another host",
            yaml: canaried("orders") + route("{hosts: [orders.other, payments]}"),
        },
        {
            what: "a route of the host at a gateway alone",
            yaml: canaried("orders") + route("{hosts: [orders], gateways: [public]}"),
        },
        {
            what: "a route inside the mesh beside one at the gateway",
            yaml: AT_GATEWAY + route("{hosts: [orders]}"),
        },
        {
            what: "the root of a delegated route",
            yaml: canaried("orders", undefined, "service: {delegation: true}") + route("{hosts: [orders]}"),
        },
        {
            what: "a second route for all of a host at a gateway",
            yaml:
                AT_GATEWAY +
                route("{hosts: [shop.example.com], gateways: [ingress/public], http: [{route: []}]}"),
            violations: [
                "prod/VirtualService/own: it routes all of shop.example.com at gateway ingress/public, as the VirtualService that Flagger makes for prod/Canary/orders does: one of the two is never reached",
            ],
        },
        {
            what: "a route for a part of a host at a gateway",
            yaml:
                AT_GATEWAY +
                route(
                    "{hosts: [shop.example.com], gateways: [ingress/public], http: [{match: [{uri: {prefix: /a}}]}]}",
                ),
        },
        {
            what: "a second DestinationRule of the primary",
            yaml: canaried("orders") + rule("{host: orders-primary}"),
            violations: [
                "prod/DestinationRule/own: it is a second DestinationRule of orders-primary, beside the one that Flagger makes for prod/Canary/orders: the traffic policy of one of the two counts",
            ],
        },
        {
            what: "a DestinationRule of the host that callers call",
            yaml: canaried("orders") + rule("{host: orders}", "orders"),
            violations: [
                "warning prod/DestinationRule/orders: Flagger's route for prod/Canary/orders sends what is meant for orders to orders-primary and orders-canary, for which this does not hold",
            ],
        },
        {
            what: "a DestinationRule for certain callers",
            yaml:
                canaried("orders") +
                rule("{host: orders-primary, workloadSelector: {matchLabels: {app: a}}}"),
        },
        {
            what: "a DestinationRule of a whole namespace",
            yaml: canaried("orders") + rule('{host: "*.prod.svc.cluster.local"}'),
        },
        {
            what: "a route where Flagger routes by other means",
            yaml: canaried("orders", undefined, "provider: kubernetes") + route("{hosts: [orders]}"),
        },
    ]);
});
