import assert from "node:assert/strict";
import { blame, objectId } from "../../../lifecycle/policy/rule";

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

describe("blame", () => {
    it("tells kinds of one name apart by their group", () => {
        assert.deepEqual(
            blame({ apiVersion: "projectcalico.org/v3", kind: "NetworkPolicy", metadata: { name: "a" } }),
            { object: "NetworkPolicy/a", group: "projectcalico.org" },
        );
    });
});
