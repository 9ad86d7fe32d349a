import assert from "node:assert/strict";

import { stackStatus } from "../../../lifecycle/report/stack-status";
import { decideArgs, lockAt } from "../../support/stack-pins";

describe("what is to be known of a stack", () => {
    it("has its pins, the end of their support, and the step that may be taken", () => {
        const { pins, step } = stackStatus(decideArgs(lockAt("1.31.0")));

        assert.equal(pins[0]?.version, "1.31.0");
        assert.match(pins[0]?.ends ?? "", /^2027-02/);
        assert.equal(step?.to, "1.31.1");
    });

    it("has no pins without a lock", () => {
        assert.deepEqual(stackStatus(decideArgs(undefined)).pins, []);
    });
});
