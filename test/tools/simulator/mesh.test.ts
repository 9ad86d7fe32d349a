import assert from "node:assert/strict";

import { meshPod, meshRoute, meshService } from "../../../tools/simulator/mesh";

const READY = { phase: "Running", conditions: [{ type: "Ready", status: "True" }] };
const WORKLOAD = {
    name: "ISTIO_META_WORKLOAD_NAME",
    valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } },
};

function rawPod(
    change: { readonly spec?: object; readonly metadata?: object; readonly status?: object } = {},
): unknown {
    const sidecar = {
        name: "istio-proxy",
        image: "docker.io/istio/proxyv2:1.31.1-distroless",
        env: [WORKLOAD],
    };
    return {
        metadata: {
            namespace: "prod",
            name: "backend-primary-6d4cf56db6-abcde",
            labels: { app: "backend-primary" },
            annotations: { "istio.io/rev": "1-31-1" },
            ownerReferences: [{ kind: "ReplicaSet", name: "backend-primary-6d4cf56db6" }],
            ...change.metadata,
        },
        spec: {
            containers: [{ name: "backend", image: "podinfo:6.9.2" }],
            initContainers: [sidecar],
            ...change.spec,
        },
        status: change.status ?? READY,
    };
}

describe("a pod of the mesh", () => {
    it("reports itself by the label its proxy is told to take its name from", () => {
        assert.deepEqual(meshPod(rawPod()), {
            namespace: "prod",
            name: "backend-primary-6d4cf56db6-abcde",
            labels: { app: "backend-primary" },
            ready: true,
            workload: "backend-primary",
            proxy: { version: "1.31.1", revision: "1-31-1" },
        });
    });

    it("has the name and the version that stand in its environment, before those of label and image", () => {
        const env = [
            { name: "ISTIO_META_WORKLOAD_NAME", value: "other" },
            { name: "ISTIO_META_ISTIO_VERSION", value: "1.30.5" },
        ];
        const image = "registry.example.com:5000/istio/proxyv2:1.31.1@sha256:00";
        const found = meshPod(rawPod({ spec: { containers: [{ name: "istio-proxy", image, env }] } }));

        assert.equal(found?.workload, "other");
        assert.equal(found?.proxy?.version, "1.30.5");
    });

    it("has the tag's version behind a digest and without a variant", () => {
        const image = "registry.example.com:5000/istio/proxyv2:1.31.1@sha256:00";

        assert.equal(
            meshPod(rawPod({ spec: { initContainers: [{ name: "istio-proxy", image }] } }))?.proxy?.version,
            "1.31.1",
        );
    });

    it("is named after its Deployment where it has no proxy", () => {
        const found = meshPod(rawPod({ spec: { initContainers: [] } }));

        assert.equal(found?.workload, "backend-primary");
        assert.equal(found?.proxy, undefined);
    });

    it("is not ready before its conditions say so, and is none once it ends", () => {
        assert.equal(meshPod(rawPod({ status: { phase: "Pending" } }))?.ready, false);
        assert.equal(meshPod(rawPod({ status: { phase: "Succeeded" } })), undefined);
        assert.equal(meshPod(rawPod({ metadata: { deletionTimestamp: "2026-10-05T00:00:00Z" } })), undefined);
    });
});

describe("a Service of the mesh", () => {
    it("has a selector, or is none", () => {
        const metadata = { namespace: "prod", name: "backend" };

        assert.deepEqual(meshService({ metadata, spec: { selector: { app: "b" } } }), {
            ...metadata,
            selector: { app: "b" },
        });
        assert.equal(meshService({ metadata, spec: {} }), undefined);
    });
});

describe("a VirtualService of the mesh", () => {
    const route = (...http: readonly object[]) =>
        meshRoute({ metadata: { namespace: "prod", name: "b" }, spec: { http } }).rules;
    const destination = { host: "backend-primary" };

    it("has the weights of its destinations; the only one takes everything", () => {
        const weighted = [
            { destination, weight: 95 },
            { destination: { host: "backend-canary" }, weight: 5 },
        ];

        assert.deepEqual(route({ route: weighted })[0]?.destinations, [
            { host: "backend-primary", weight: 95 },
            { host: "backend-canary", weight: 5 },
        ]);
        assert.deepEqual(route({ route: [{ destination }] })[0]?.destinations, [
            { host: "backend-primary", weight: 100 },
        ]);
    });

    it("has conditions where every match has one", () => {
        const to = [{ destination }];
        const insider = { headers: { cookie: { regex: "insider" } } };

        assert.deepEqual(
            route({ match: [insider], route: to }, { match: [insider, {}], route: to }, { route: to }).map(
                ({ conditional }) => conditional,
            ),
            [true, false, false],
        );
    });

    it("says who gets copies, of which share", () => {
        const mirror = { host: "backend-canary" };
        const percentage = { value: 25 };

        assert.deepEqual(
            route({ mirror, mirrorPercentage: percentage, route: [] }, { mirror, route: [] }).map(
                (rule) => rule.mirror,
            ),
            [
                { host: "backend-canary", share: 0.25 },
                { host: "backend-canary", share: 1 },
            ],
        );
    });
});
