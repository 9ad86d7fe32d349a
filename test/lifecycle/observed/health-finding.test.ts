import assert from "node:assert/strict";

import { healthOf } from "../../../lifecycle/observed/health-finding";

describe("healthOf", () => {
    it("is the worst there is", () => {
        assert.equal(healthOf([]), "healthy");
        assert.equal(healthOf([{ level: "behind" }]), "behind");
        assert.equal(healthOf([{ level: "behind" }, { level: "failing" }]), "failing");
    });
});
