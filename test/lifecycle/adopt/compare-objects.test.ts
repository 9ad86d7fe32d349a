import assert from "node:assert/strict";

import { beyondOwnership, differingPlaces } from "../../../lifecycle/adopt/compare-objects";

const before = {
    metadata: { name: "a", resourceVersion: "1", generation: 1, labels: { app: "a" } },
    spec: { list: [{ x: 1 }, { x: 2 }] },
    status: { ready: true },
};

describe("differingPlaces", () => {
    it("leaves out what the API server writes itself", () => {
        const after = {
            ...before,
            metadata: { ...before.metadata, resourceVersion: "2", managedFields: [] },
            status: {},
        };
        assert.deepEqual(differingPlaces(before, after), []);
    });

    it("names places as pointers, in lists by their index, and a list of another length as a whole", () => {
        const after = { ...before, spec: { list: [{ x: 1 }, { x: 3 }], "a/b": 1 } };
        assert.deepEqual(differingPlaces(before, after), ["/spec/list/1/x", "/spec/a~1b"]);
        assert.deepEqual(differingPlaces(before, { ...before, spec: { list: [] } }), ["/spec/list"]);
    });

    it("names each annotation that comes with the first of them", () => {
        const metadata = { ...before.metadata, annotations: { "meta.helm.sh/release-name": "x" } };
        assert.deepEqual(differingPlaces(before, { ...before, metadata }), [
            "/metadata/annotations/meta.helm.sh~1release-name",
        ]);
    });
});

describe("beyondOwnership", () => {
    it("leaves out what Helm and Flux write on what is theirs, and nothing else", () => {
        const owned = [
            "/metadata/labels/helm.toolkit.fluxcd.io~1name",
            "/metadata/annotations/meta.helm.sh~1release-namespace",
            "/metadata/labels/app.kubernetes.io~1managed-by",
        ];
        const others = ["/metadata/labels/app", "/spec/template/metadata/labels/app.kubernetes.io~1instance"];
        assert.deepEqual(beyondOwnership([...owned, ...others]), others);
    });
});
