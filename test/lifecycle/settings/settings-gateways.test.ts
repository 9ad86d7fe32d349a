import assert from "node:assert/strict";

import type { StackSettings } from "../../../lifecycle/settings/settings";
import { parseSettings, settingsFromConfig } from "../../../lifecycle/settings/settings-parse";

const BASE = {
    "windlass:cluster": { name: "dev", kubernetes: "1.34", network: "east" },
    "windlass:istio": { range: "~1.31" },
};

function settings(config: object): StackSettings {
    return parseSettings("dev", JSON.stringify({ config: { ...BASE, ...config } }));
}

describe("windlass:gateways", () => {
    it("stand in the order in which an upgrade moves them, whatever their order in the file", () => {
        const { gateways } = settings({
            "windlass:gateways": {
                shop: {},
                api: {},
                out: { kind: "egress" },
                joint: { kind: "east-west" },
            },
        });
        assert.deepEqual(
            gateways.map(({ name }) => name),
            ["joint", "out", "api", "shop"],
        );
    });

    it("have a namespace and a type of Service of their own where they name none", () => {
        const { gateways } = settings({ "windlass:gateways": { shop: {}, out: { kind: "egress" } } });
        assert.deepEqual(
            gateways.map(({ namespace, serviceType }) => [namespace, serviceType]),
            [
                ["istio-out", "ClusterIP"],
                ["istio-shop", "LoadBalancer"],
            ],
        );
    });

    it("are what windlass:gateway is, written for ingress", () => {
        const gateway = {
            hosts: ["shop.example.com"],
            tlsSecret: "shop",
            minReplicas: 3,
            serviceType: "NodePort",
        };
        const short = settings({ "windlass:gateway": { enabled: true, ...gateway } });
        assert.deepEqual(short, settings({ "windlass:gateways": { ingress: gateway } }));
        assert.deepEqual(settings({ "windlass:gateway": gateway }).gateways, []);
    });

    it("are read from what Pulumi hands a program as from the file", () => {
        const config = { ...BASE, "windlass:gateways": { shop: { hosts: ["a.example.com"] } } };
        const texts = Object.entries(config).map(([key, value]) => [key, JSON.stringify(value)] as const);
        assert.deepEqual(settingsFromConfig("dev", Object.fromEntries(texts)), settings(config));
    });

    it("stand beside windlass:gateway, but for the same one", () => {
        const gateway = { enabled: true, hosts: ["shop.example.com"] };
        const both = (name: string, more = {}): object => ({
            "windlass:gateway": gateway,
            "windlass:gateways": { [name]: more },
        });
        assert.equal(settings(both("out", { kind: "egress" })).gateways.length, 2);
        assert.throws(
            () => settings(both("ingress")),
            /gateway\.enabled.*must not stand beside gateways\.ingress/s,
        );
        assert.throws(
            () => settings(both("out", { namespace: "istio-ingress" })),
            /gateway\.namespace.*out is in it/s,
        );
    });

    it("refuse to join networks where the cluster has none", () => {
        const cluster = { name: "dev", kubernetes: "1.34" };
        assert.throws(
            () =>
                settings({
                    "windlass:cluster": cluster,
                    "windlass:gateways": { joint: { kind: "east-west" } },
                }),
            /gateways\.joint\.kind.*cluster\.network is not set/s,
        );
    });
});
