import assert from "node:assert/strict";
import { contextOf } from "../../../lifecycle/policy/context";

const release = (chart: string, version: string) => ({
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: chart, namespace: "istio-system" },
    spec: { chart: { spec: { chart, version } } },
});
const workload = (namespace: string, container: string) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "a", namespace },
    spec: { template: { spec: { containers: [{ name: container, image: "a:1.0.0" }] } } },
});

describe("contextOf", () => {
    it("takes the newest istiod for the control plane", () => {
        const objects = [
            release("istiod", "1.9.9"),
            release("istiod", "1.31.1"),
            release("flagger", "2.0.0"),
        ];

        assert.equal(contextOf(objects).controlPlane, "1.31.1");
        assert.equal(contextOf([]).controlPlane, undefined);
    });

    it("takes a namespace for Git-injected where a proxy stands in a workload of it", () => {
        const { gitNamespaces } = contextOf([workload("prod", "istio-proxy"), workload("legacy", "app")]);

        assert.deepEqual([...gitNamespaces], ["prod"]);
    });
});
