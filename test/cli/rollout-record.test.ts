import assert from "node:assert/strict";

import { readReason } from "../../cli/rollout-record";
import { WindlassError } from "../../lifecycle/kit/errors";

describe("readReason", () => {
    it("wants one line that says why, but for a dry run", () => {
        const faultOf = (reason?: string): string => {
            try {
                return `read ${readReason({ reason })}`;
            } catch (error) {
                if (error instanceof WindlassError) return error.details.rule;
                throw error;
            }
        };

        assert.equal(faultOf(" it was away "), "read it was away");
        assert.equal(faultOf(), "A reason is needed, for it is recorded");
        assert.equal(faultOf("a\nb"), "must be one line of at most 300 characters");
        assert.equal(faultOf("x".repeat(301)), "must be one line of at most 300 characters");
        assert.equal(readReason({ "dry-run": true }), "");
    });
});
