import assert from "node:assert/strict";
import { isMeshed, ownContainers, podContainers, podLabels } from "../../../lifecycle/policy/mesh-pods";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import type { DataPlaneMode } from "../../../lifecycle/settings/settings";

const workload = (template: object): Manifest => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "a", namespace: "prod" },
    spec: { template },
});
const context = (mode?: DataPlaneMode) => ({
    gitNamespaces: new Set<string>(),
    modes: mode && new Map([["prod/Deployment/a", mode]]),
});
const proxied = workload({
    spec: {
        initContainers: [
            { name: "istio-init" },
            { name: "istio-proxy", restartPolicy: "Always" },
            { name: "migrate" },
        ],
        containers: [{ name: "app" }],
    },
});
const plain = workload({ spec: { containers: [{ name: "app" }] } });

describe("mesh pods", () => {
    it("tell Istio's containers from those of the application, and those that end early", () => {
        assert.deepEqual(
            podContainers(proxied).map(({ name, endsEarly }) => [name, endsEarly]),
            [
                ["istio-init", true],
                ["istio-proxy", false],
                ["migrate", true],
                ["app", false],
            ],
        );
        assert.deepEqual(
            ownContainers(proxied).map(({ name }) => name),
            ["migrate", "app"],
        );
    });

    it("are those with a proxy in the manifest, or from the webhook", () => {
        assert.ok(isMeshed(proxied, context()));
        assert.ok(!isMeshed(plain, context()));
        assert.ok(isMeshed(plain, context("webhook")));
        assert.ok(isMeshed(plain, context("pin")));
        assert.ok(!isMeshed(plain, context("none")));
        const optedOut = { metadata: { labels: { "sidecar.istio.io/inject": "false" } }, spec: {} };
        assert.ok(!isMeshed(workload(optedOut), context("webhook")));
        assert.ok(!isMeshed(workload({ spec: { hostNetwork: true } }), context("webhook")));
        assert.ok(
            !isMeshed({ apiVersion: "v1", kind: "Service", metadata: { name: "a" } }, context("webhook")),
        );
    });

    it("have the labels of their template, or none", () => {
        assert.deepEqual(podLabels(workload({ metadata: { labels: { app: "a" } } })), { app: "a" });
        assert.deepEqual(podLabels(plain), {});
    });
});
