import assert from "node:assert/strict";
import { goesWith } from "../../../lifecycle/policy/data-loss";

const claims = (whenDeleted?: string) => ({
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted } },
});

describe("goesWith", () => {
    for (const [apiVersion, kind] of [
        ["v1", "Namespace"],
        ["v1", "PersistentVolume"],
        ["v1", "PersistentVolumeClaim"],
        ["apiextensions.k8s.io/v1", "CustomResourceDefinition"],
        ["fluxcd.controlplane.io/v1", "FluxInstance"],
        ["helm.sh/v3", "Release"],
    ] as const) {
        it(`is something for a ${kind}`, () => assert.notEqual(goesWith({ apiVersion, kind }), undefined));
    }

    it("is nothing for what is as good when it is made anew", () => {
        for (const kind of ["Deployment", "Secret", "ConfigMap", "Job"])
            assert.equal(goesWith({ apiVersion: kind === "Deployment" ? "apps/v1" : "v1", kind }), undefined);
    });

    it("is nothing for a kind of the same name in another group", () => {
        assert.equal(goesWith({ apiVersion: "example.com/v1", kind: "Namespace" }), undefined);
    });

    it("is a StatefulSet's volumes only where its claims go with it", () => {
        assert.equal(goesWith(claims()), undefined);
        assert.equal(goesWith(claims("Retain")), undefined);
        assert.match(goesWith(claims("Delete")) ?? "", /volumes/);
    });
});
