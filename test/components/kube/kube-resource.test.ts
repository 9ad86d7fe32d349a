import assert from "node:assert/strict";
import { kubeResource, typeToken } from "../../../components/kube/kube-resource";
import { record } from "../../support/record";

const release = {
    apiVersion: "helm.toolkit.fluxcd.io/v2",
    kind: "HelmRelease",
    metadata: { name: "istiod", namespace: "istio-system", annotations: { team: "mesh" } },
};

describe("typeToken", () => {
    it("spells the core group as the provider does", () => {
        assert.equal(typeToken({ apiVersion: "v1", kind: "Namespace" }), "kubernetes:core/v1:Namespace");
        assert.equal(
            typeToken({ apiVersion: "apps/v1", kind: "Deployment" }),
            "kubernetes:apps/v1:Deployment",
        );
    });
});

describe("kubeResource", () => {
    it("registers the object as it is where nothing is awaited", async () => {
        const recording = await record(() => kubeResource("istiod", release, {}));

        assert.deepEqual(recording.list(), ["kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease istiod"]);
        assert.deepEqual(recording.get("istiod").inputs, release);
    });

    it("asks Pulumi to wait for every condition given, beside the object's own annotations", async () => {
        const waitFor = ["condition=Ready", "jsonpath={.status.history[0].chartVersion}=1.31.1"];

        const recording = await record(() => kubeResource("istiod", release, { waitFor }));

        const { metadata } = recording.get("istiod").inputs as unknown as typeof release;
        assert.deepEqual(metadata.annotations, {
            team: "mesh",
            "pulumi.com/waitFor": JSON.stringify(waitFor),
        });
        assert.deepEqual(release.metadata.annotations, { team: "mesh" });
    });

    it("registers a patch as such: the object belongs to another", async () => {
        const recording = await record(() =>
            kubeResource("ca", { ...release, apiVersion: "v1", kind: "ConfigMap" }, { patch: true }),
        );

        assert.deepEqual(recording.list(), ["kubernetes:core/v1:ConfigMapPatch ca"]);
    });
});
