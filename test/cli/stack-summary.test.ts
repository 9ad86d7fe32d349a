import assert from "node:assert/strict";
import { stackTable, summarize } from "../../cli/stack-summary";
import type { Stack } from "../../lifecycle/stack/stack";
import type { RenderedObjects } from "../../render/objects";
import { exampleLock, exampleSettings } from "../support/example-stack";

const workload = (name: string, image: string) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "prod" },
    spec: {
        template: {
            spec: {
                initContainers: [
                    { name: "istio-init", image },
                    { name: "istio-proxy", image },
                ],
            },
        },
    },
});

const stack = {
    settings: exampleSettings(),
    lock: exampleLock("1.31.1", "1.31.0"),
    warnings: ["proxies behind"],
} as unknown as Stack;

const rendered: RenderedObjects = {
    layers: {
        flux: [],
        system: [],
        gateways: [],
        workloads: [
            workload("a", "docker.io/istio/proxyv2:1.31.0-distroless"),
            workload("b", "127.0.0.1:5000/istio/proxyv2:1.30.5@sha256:0"),
            workload("c", "docker.io/istio/proxyv2:1.31.0"),
            workload("d", "example.com/app:1.31.0"),
            { apiVersion: "flagger.app/v1beta1", kind: "Canary", metadata: { name: "a", namespace: "prod" } },
        ],
    },
    helm: [],
};

describe("summarize", () => {
    it("counts proxies by the images that will run, each workload once, newest first", () => {
        assert.deepEqual(summarize(stack, rendered), {
            stack: "dev",
            pin: "~1.31 → 1.31.1",
            controlPlane: "1.31.1 in-place",
            proxies: ["2 × 1.31.0", "1 × 1.30.5"],
            canaries: 1,
            objects: [0, 0, 0, 5],
            warnings: ["proxies behind"],
        });
    });
});

describe("stackTable", () => {
    const plain = { print: () => undefined, note: () => undefined, progress: () => undefined };

    it("gives a stack a row, a version of proxies a line, and a warning a line below", () => {
        const table = stackTable([summarize(stack, rendered)], { ...plain, paint: (_, text) => text });

        assert.equal(
            table,
            [
                "STACK  ISTIO RANGE → PIN  CONTROL PLANE    PROXIES     CANARIES  FLUX/SYSTEM/GATEWAYS/WORKLOADS",
                "dev    ~1.31 → 1.31.1     1.31.1 in-place  2 × 1.31.0  1         0/0/0/5",
                "                                           1 × 1.30.5",
                "",
                "warning  dev: proxies behind",
            ].join("\n"),
        );
    });
});
