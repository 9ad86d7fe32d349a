import assert from "node:assert/strict";
import { objectId, objectKey } from "../../diff/version";

describe("objectKey and objectId", () => {
    it("take the group, and not the version of the API", () => {
        const metadata = { name: "x", namespace: "n" };
        const key = (apiVersion: string): string => objectKey({ apiVersion, kind: "K", metadata });
        assert.equal(key("g/v1"), key("g/v2"));
        assert.notEqual(key("g/v1"), key("h/v1"));
        assert.equal(objectId({ apiVersion: "g/v1", kind: "K", metadata }), "n/K/x");
        assert.equal(objectId({ apiVersion: "g/v1", kind: "K", metadata: { name: "x" } }), "K/x");
    });
});
