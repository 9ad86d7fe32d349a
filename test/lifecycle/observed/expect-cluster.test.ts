import assert from "node:assert/strict";

import { expectCluster } from "../../../lifecycle/observed/expect-cluster";
import { exampleLock, exampleSettings } from "../../support/example-stack";
import { deployment } from "./objects";

const workloads = {
    foundation: [],
    objects: [
        deployment("backend", { app: "app:1", "istio-proxy": "proxyv2:1.31.0" }),
        { apiVersion: "v1", kind: "Service", metadata: { name: "backend", namespace: "shop" } },
    ],
    modes: new Map([["shop/Deployment/backend", "git" as const]]),
    gated: new Set<string>(),
    trackedNamespaces: [],
};

describe("expectCluster", () => {
    it("has the images of every workload, and of nothing else", () => {
        const { images } = expectCluster({ settings: exampleSettings(), lock: exampleLock(), workloads });
        assert.deepEqual(
            [...images],
            [["shop/Deployment/backend", { app: "app:1", "istio-proxy": "proxyv2:1.31.0" }]],
        );
    });

    it("has one istiod in place, and every live revision with revisions", () => {
        const lock = exampleLock("1.31.1", "1.30.5");
        const inPlace = expectCluster({ settings: exampleSettings(), lock, workloads });
        assert.deepEqual(inPlace.controlPlanes, [{ revision: "default", version: "1.31.1" }]);
        assert.deepEqual(inPlace.proxies, { revision: "default", version: "1.30.5" });

        const settings = exampleSettings({ istio: { strategy: "revisions" } });
        const byRevision = expectCluster({ settings, lock, workloads });
        assert.deepEqual(byRevision.controlPlanes, [
            { revision: "1-30-5", version: "1.30.5" },
            { revision: "1-31-1", version: "1.31.1" },
        ]);
        assert.deepEqual(byRevision.proxies, { revision: "1-30-5", version: "1.30.5" });
    });

    it("has what namespaces of other repositories follow: the proxies' revision, or that of a tag", () => {
        const base = exampleSettings({ istio: { strategy: "revisions", tags: ["stable"] } });
        const namespaces = {
            plain: { mode: "webhook", elsewhere: true },
            tagged: { mode: "pin", elsewhere: true, tag: "stable" },
            own: { mode: "webhook" },
        } as const;
        const settings = { ...base, workloads: { ...base.workloads, namespaces } };
        const lock = exampleLock("1.31.1", "1.31.1");
        const tags = { version: "1.30.5", since: "2026-10-01" };
        const { elsewhere } = expectCluster({
            settings,
            lock: { ...lock, istio: { ...lock.istio, tags } },
            workloads,
        });
        assert.deepEqual(
            [...(elsewhere ?? [])],
            [
                ["plain", { version: "1.31.1", revision: "1-31-1" }],
                ["tagged", { version: "1.30.5", revision: "1-30-5", tag: "stable" }],
            ],
        );
    });
});
