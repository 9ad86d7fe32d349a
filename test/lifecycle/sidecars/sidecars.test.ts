import assert from "node:assert/strict";

import { composeWorkload, overlayFor, sidecarWords } from "../../../lifecycle/sidecars/sidecars";
import type { Manifest } from "../../../lifecycle/workloads/manifest";
import { exampleSidecars } from "../../support/example-sidecars";

const workload = (name: string): Manifest => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace: "prod" },
    spec: { replicas: 2, template: { spec: { containers: [{ name: "app" }] } } },
});

describe("composeWorkload", () => {
    it("gives a workload its sidecar and leaves the rest as it is", () => {
        assert.deepEqual(composeWorkload(workload("a"), exampleSidecars()), {
            ...workload("a"),
            spec: {
                replicas: 2,
                template: {
                    metadata: { annotations: { "sidecar.istio.io/status": '{"a":"b"}' } },
                    spec: {
                        containers: [
                            { name: "app" },
                            { name: "istio-proxy", image: "docker.io/istio/proxyv2:1.31.1" },
                        ],
                    },
                },
            },
        });
    });

    it("knows nothing of a workload the sidecars were not made for", () => {
        assert.equal(overlayFor(workload("z"), exampleSidecars()), undefined);
        assert.throws(
            () => composeWorkload(workload("z"), exampleSidecars()),
            /prod\/Deployment\/z has no sidecar/,
        );
    });

    it("speaks of the proxy's image before anything else", () =>
        assert.equal(Object.keys(sidecarWords(workload("a"), "x"))[0], "proxyImage"));
});
