import assert from "node:assert/strict";
import { handedOver, isHandedOver } from "../../../components/flux/handed-over";
import { Layer } from "../../../components/kube/layer";
import { record } from "../../support/record";

describe("isHandedOver", () => {
    const uid = "1";

    it("is what Pulumi has marked, or Flux has applied", () => {
        assert.equal(
            isHandedOver({ uid, annotations: { "pulumi.com/patchFieldManager": "kustomize-controller" } }),
            true,
        );
        assert.equal(isHandedOver({ uid, labels: { "kustomize.toolkit.fluxcd.io/name": "system" } }), true);
    });

    it("is not what Pulumi alone has applied", () => {
        assert.equal(isHandedOver({ uid }), false);
        assert.equal(
            isHandedOver({ uid, labels: { a: "b" }, annotations: { "pulumi.com/waitFor": "x" } }),
            false,
        );
        assert.equal(
            isHandedOver({ uid, annotations: { "pulumi.com/patchFieldManager": "someone" } }),
            false,
        );
    });

    it("is not asked where there is no API server", () => assert.equal(isHandedOver({}), true));
});

describe("handedOver", () => {
    it("reads the control plane's namespace, and declares nothing", async () => {
        const recording = await record(() => void handedOver("asked", new Layer("flux")));

        assert.equal(recording.get("asked").read, true);
        assert.equal(recording.get("asked").type, "kubernetes:core/v1:Namespace");
    });
});
