import assert from "node:assert/strict";
import { contextOf } from "../../../lifecycle/policy/context";

const release = (chart: string, version: string, values?: object) => ({
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: chart, namespace: "istio-system" },
    spec: { chart: { spec: { chart, version } }, values },
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
        assert.equal(contextOf(objects).flagger, "2.0.0");
        assert.equal(contextOf([]).controlPlane, undefined);
    });

    it("takes upgrades for in place unless an istiod has a revision", () => {
        const strategies = [{ revision: "1-31-1" }, { revision: "" }, undefined].map(
            (values) => contextOf([release("istiod", "1.31.1", values)]).strategy,
        );

        assert.deepEqual(strategies, ["revisions", "in-place", "in-place"]);
        assert.equal(contextOf([release("gateway", "1.31.1", { revision: "1-31-1" })]).strategy, "in-place");
    });

    it("takes a namespace for Git-injected where a proxy stands in a workload of it", () => {
        const { gitNamespaces } = contextOf([workload("prod", "istio-proxy"), workload("legacy", "app")]);

        assert.deepEqual([...gitNamespaces], ["prod"]);
    });
});
