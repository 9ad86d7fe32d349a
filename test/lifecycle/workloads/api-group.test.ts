import assert from "node:assert/strict";
import { groupOf } from "../../../lifecycle/workloads/api-group";

describe("groupOf", () => {
    it("is what stands before the version, and empty for the core API", () => {
        assert.equal(groupOf("v1"), "");
        assert.equal(groupOf("rbac.authorization.k8s.io/v1"), "rbac.authorization.k8s.io");
    });
});
