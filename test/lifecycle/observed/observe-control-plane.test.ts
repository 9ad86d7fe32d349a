import assert from "node:assert/strict";

import { observeControlPlane } from "../../../lifecycle/observed/observe-control-plane";
import { deployment } from "./objects";

const image = { discovery: "docker.io/istio/pilot:1.31.1-distroless" };
const status = { observedGeneration: 2, readyReplicas: 2, updatedReplicas: 2 };

describe("observeControlPlane", () => {
    it("says version, revision and how many pods are ready", () => {
        const metadata = { namespace: "istio-system", generation: 2, labels: { "istio.io/rev": "1-31-1" } };
        const istiod = deployment("istiod-1-31-1", image, { metadata, status });
        assert.deepEqual(
            observeControlPlane({ ...istiod, spec: { ...(istiod["spec"] as object), replicas: 2 } }),
            {
                revision: "1-31-1",
                version: "1.31.1",
                namespace: "istio-system",
                wanted: 2,
                ready: 2,
            },
        );
    });

    it("counts no pods of a template before the present one", () => {
        const of = (change: object, generation = 2): number =>
            observeControlPlane(
                deployment("istiod", image, { metadata: { generation }, status: { ...status, ...change } }),
            ).ready;
        assert.equal(of({ updatedReplicas: 1 }), 1);
        assert.equal(of({}, 3), 0);
    });

    it("knows neither version nor pods where nothing tells", () => {
        const { version, ready, revision } = observeControlPlane(deployment("istiod", { other: "x:1" }));
        assert.deepEqual([version, ready, revision], [undefined, 0, "default"]);
    });
});
