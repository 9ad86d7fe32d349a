import assert from "node:assert/strict";
import { lostWith } from "../../../lifecycle/policy/data-loss";

const claims = (whenDeleted?: string) => ({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted } },
});

describe("lostWith", () => {
    for (const [apiVersion, kind] of [
        ["v1", "Namespace"],
        ["v1", "PersistentVolume"],
        ["v1", "PersistentVolumeClaim"],
        ["apiextensions.k8s.io/v1", "CustomResourceDefinition"],
        ["fluxcd.controlplane.io/v1", "FluxInstance"],
        ["helm.sh/v3", "Release"],
    ] as const) {
        it(`is something for a ${kind}`, () => assert.notEqual(lostWith({ apiVersion, kind }), undefined));
    }

    it("is nothing for what is as good when it is made anew", () => {
        for (const kind of ["Deployment", "Secret", "ConfigMap", "Job"])
            assert.equal(lostWith({ apiVersion: kind === "Deployment" ? "apps/v1" : "v1", kind }), undefined);
    });

    it("is nothing for a kind of the same name in another group", () => {
        assert.equal(lostWith({ apiVersion: "example.com/v1", kind: "Namespace" }), undefined);
    });

    it("is a StatefulSet's volumes only where its claims go with it", () => {
        assert.equal(lostWith(claims()), undefined);
        assert.equal(lostWith(claims("Retain")), undefined);
        assert.match(lostWith(claims("Delete")) ?? "", /volumes/);
    });
});
