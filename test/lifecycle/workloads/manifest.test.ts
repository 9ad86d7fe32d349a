import assert from "node:assert/strict";
import { objectId } from "../../../lifecycle/workloads/manifest";

describe("objectId", () => {
    it("names an object by namespace, kind and name", () => {
        const metadata = { name: "backend", namespace: "prod" };

        assert.equal(objectId({ kind: "Deployment", metadata }), "prod/Deployment/backend");
        assert.equal(objectId({ kind: "Namespace", metadata: { name: "prod" } }), "Namespace/prod");
    });
});
