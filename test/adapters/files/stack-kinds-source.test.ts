import assert from "node:assert/strict";
import { stackKinds, stackScopes } from "../../../adapters/files/stack-kinds-source";
import { exampleSettings } from "../../support/example-stack";

describe("stackKinds", () => {
    it("reads the schemas of the stack's versions", () => {
        const { minor, substitutes, kinds } = stackKinds({
            kubernetes: "v1.33.5-gke.100",
            istio: "1.30.5",
            manifests: [],
        });
        assert.equal(minor, 33);
        assert.deepEqual(substitutes, []);
        assert.ok(kinds.find({ apiVersion: "networking.istio.io/v1", kind: "VirtualService" }));
    });

    it("says which schemas stand for versions it has none of", () => {
        const { substitutes } = stackKinds({ kubernetes: "1.39", istio: "1.25.1", manifests: [] });
        assert.deepEqual(substitutes, [
            "there are no schemas of Kubernetes 1.39; those of 1.37 stand for them",
            "there are no schemas of Istio 1.25; those of 1.28 stand for them",
        ]);
    });
});

describe("stackScopes", () => {
    it("heeds what the person says", () => {
        const settings = exampleSettings();
        const workloads = { ...settings.workloads, clusterScoped: ["karpenter.sh/NodePool"] };
        const pool = { apiVersion: "karpenter.sh/v1", kind: "NodePool" };
        assert.equal(stackScopes({ ...settings, workloads }, []).scopeOf(pool), "Cluster");
        assert.equal(stackScopes(settings, []).scopeOf(pool), undefined);
    });
});
