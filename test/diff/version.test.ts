import assert from "node:assert/strict";
import { objectKey } from "../../diff/version";

describe("objectKey", () => {
    it("takes the group, and not the version of the API", () => {
        const metadata = { name: "x", namespace: "n" };
        const key = (apiVersion: string): string => objectKey({ apiVersion, kind: "K", metadata });
        assert.equal(key("g/v1"), key("g/v2"));
        assert.notEqual(key("g/v1"), key("h/v1"));
    });
});
