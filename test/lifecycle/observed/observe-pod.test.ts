import assert from "node:assert/strict";

import { conditionOf, observePod, versionOfImage } from "../../../lifecycle/observed/observe-pod";
import { pod } from "./objects";

describe("observePod", () => {
    it("says which workload has which proxy, also where it is a native sidecar", () => {
        const expected = {
            workload: "shop/Deployment/backend",
            version: "1.31.1",
            revision: "1-31-1",
            isReady: true,
        };
        assert.deepEqual(observePod(pod("backend", { revision: "1-31-1" })), expected);
        assert.deepEqual(observePod(pod("backend", { revision: "1-31-1", native: true })), expected);
        assert.equal(observePod(pod("backend", { ready: "False" }))?.isReady, false);
    });

    it("says which istiod it asks: what injection has left, before what was only asked for", () => {
        const labelled = pod("backend", { revision: "stable" });
        const annotations = { "istio.io/rev": "1-31-1" };
        const injected = { ...labelled, metadata: { ...labelled.metadata, annotations } };
        assert.equal(observePod(labelled)?.revision, "stable");
        assert.equal(observePod(injected)?.revision, "1-31-1");
        assert.equal(observePod(pod("backend"))?.revision, "default");
    });

    it("names the owner itself where that is no ReplicaSet of a Deployment", () => {
        const cases = [
            [{ kind: "StatefulSet", name: "db" }, "shop/StatefulSet/db"],
            [{ kind: "ReplicaSet", name: "by-hand" }, "shop/ReplicaSet/by-hand"],
            [{ controller: false }, "shop/Pod/backend-7d9f8-x2x4z"],
        ] as const;
        for (const [owner, workload] of cases)
            assert.equal(observePod(pod("backend", { owner }))?.workload, workload);
    });

    it("has nothing to say of pods that serve nobody, or have no proxy", () => {
        assert.equal(observePod(pod("backend", { phase: "Succeeded" })), undefined);
        assert.equal(observePod(pod("backend", { phase: "Failed" })), undefined);
        const going = pod("backend");
        const metadata = { ...going.metadata, deletionTimestamp: "2026-11-28T12:00:00Z" };
        assert.equal(observePod({ ...going, metadata }), undefined);
        assert.equal(
            observePod({ ...going, spec: { containers: [{ name: "app", image: "a:1" }] } }),
            undefined,
        );
        assert.equal(observePod({ ...going, spec: undefined }), undefined);
    });
});

describe("versionOfImage", () => {
    const cases: readonly (readonly [string, string | undefined])[] = [
        ["docker.io/istio/proxyv2:1.31.1", "1.31.1"],
        ["127.0.0.1:5000/proxyv2:1.31.1-debug", "1.31.1"],
        ["istio/proxyv2:1.32.0-rc.1-distroless", "1.32.0-rc.1"],
        ["istio/proxyv2:1.31.1@sha256:0123", "1.31.1"],
        ["istio/proxyv2@sha256:0123", undefined],
        ["istio/proxyv2:latest", undefined],
        ["istio/proxyv2:1.31", undefined],
        ["", undefined],
    ];
    for (const [image, version] of cases)
        it(`takes ${version ?? "no version"} from ${image === "" ? "nothing" : image}`, () => {
            assert.equal(versionOfImage(image), version);
        });
});

describe("conditionOf", () => {
    it("finds a condition among others, and none where there is none", () => {
        assert.equal(conditionOf(pod("a"), "Ready"), "True");
        assert.equal(conditionOf(pod("a"), "PodScheduled"), undefined);
        assert.equal(conditionOf({ ...pod("a"), status: { conditions: "no" } }, "Ready"), undefined);
    });
});
