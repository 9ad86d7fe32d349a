import assert from "node:assert/strict";
import { fault } from "../../../../lifecycle/schemas/objects/object-rule";

describe("fault", () => {
    it("is one where a rule is broken, and none where it is kept", () => {
        assert.deepEqual(fault(["a"], 1, "must be 2", "Write 2"), [
            { path: ["a"], value: 1, rule: "must be 2", remedy: "Write 2" },
        ]);
        assert.deepEqual(fault(["a"], 2, undefined), []);
    });
});
