import assert from "node:assert/strict";
import {
    checkHandedOver,
    handedOver,
    isHandedOver,
    readControlPlaneNamespace,
} from "../../../components/flux/handed-over";
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

describe("checkHandedOver", () => {
    it("refuses what Pulumi alone has applied, with the way out", () => {
        assert.throws(
            () => checkHandedOver({ uid: "1" }),
            /Bring the stack up with delivery: pulumi, handover: underway/,
        );
        checkHandedOver({});
    });
});

describe("readControlPlaneNamespace", () => {
    it("reads it below what it is given", async () => {
        const recording = await record(
            () => void readControlPlaneNamespace("asked", { parent: new Layer("flux") }),
        );

        assert.equal(recording.parentOf("asked"), "flux");
        assert.equal(recording.get("asked").read, true);
    });
});

describe("handedOver", () => {
    it("reads the control plane's namespace, and declares nothing", async () => {
        const recording = await record(() => void handedOver("asked", new Layer("flux")));

        assert.equal(recording.get("asked").read, true);
        assert.equal(recording.get("asked").type, "kubernetes:core/v1:Namespace");
    });
});
