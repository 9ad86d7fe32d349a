import assert from "node:assert/strict";
import { objectId } from "../../../lifecycle/policy/rule";

describe("objectId", () => {
    it("names an object by namespace, kind and name", () => {
        assert.equal(
            objectId({ apiVersion: "v1", kind: "Service", metadata: { name: "a", namespace: "b" } }),
            "b/Service/a",
        );
        assert.equal(
            objectId({ apiVersion: "v1", kind: "Namespace", metadata: { name: "a" } }),
            "Namespace/a",
        );
    });
});
