import * as assert from "node:assert/strict";
import { FLUX_API } from "../../../components/flux/api";
import { crdsAvailable, validateObject } from "../../support/crd-schema";

const kinds = [
    { apiVersion: FLUX_API.source, kind: "HelmRepository" },
    { apiVersion: FLUX_API.source, kind: "GitRepository" },
    { apiVersion: FLUX_API.helm, kind: "HelmRelease" },
    { apiVersion: FLUX_API.kustomize, kind: "Kustomization" },
    { apiVersion: FLUX_API.instance, kind: "FluxInstance" },
];

describe("FLUX_API", () => {
    before(function () {
        if (!crdsAvailable()) this.skip();
    });

    for (const { apiVersion, kind } of kinds) {
        it(`holds a version of ${kind} that Flux serves`, () => {
            const errors = validateObject({ apiVersion, kind, metadata: { name: "x", namespace: "x" } });

            assert.deepEqual(
                errors.filter((error) => error.includes("no CRD")),
                [],
            );
        });
    }
});
