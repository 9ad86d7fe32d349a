import * as assert from "node:assert/strict";
import { clusterProvider } from "../../../components/kube/provider";
import { record } from "../../support/record";

describe("clusterProvider", () => {
    it("fixes the context and the cluster, and lets ConfigMaps and Secrets change in place", async () => {
        const recording = await record(() => {
            clusterProvider("cluster", { name: "dev-1", context: "kwok-dev" });
        });

        assert.deepEqual(recording.list(), ["pulumi:providers:kubernetes cluster"]);
        assert.deepEqual(recording.get("cluster").inputs, {
            context: "kwok-dev",
            clusterIdentifier: "dev-1",
            // Inputs of a provider are JSON text.
            enableServerSideApply: "true",
            enableConfigMapMutable: "true",
            enableSecretMutable: "true",
        });
    });

    it("leaves the context to the kubeconfig when none is set", async () => {
        const recording = await record(() => {
            clusterProvider("cluster", { name: "dev-1" });
        });

        assert.equal("context" in recording.get("cluster").inputs, false);
    });
});
