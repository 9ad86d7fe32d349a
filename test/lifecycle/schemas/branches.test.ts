import assert from "node:assert/strict";
import { branchFault } from "../../../lifecycle/schemas/branches";

const plans = [{ required: ["interval", "iterations"] }, { required: ["interval", "stepWeight"] }];

describe("branchFault", () => {
    it("says what goes together where nothing is given, and what does not where too much is", () => {
        assert.equal(
            branchFault({}, plans, "one"),
            "needs one of: interval with iterations, interval with stepWeight",
        );
        assert.equal(
            branchFault({ interval: "1m", iterations: 1, stepWeight: 5 }, plans, "one"),
            "takes only one of: interval with iterations, interval with stepWeight; it has interval with iterations and interval with stepWeight",
        );
        assert.match(branchFault({}, plans, "any"), /^needs at least one of/);
    });

    it("has no words for other branches", () => {
        assert.equal(
            branchFault("a", [{ pattern: "b" }, { pattern: "c" }], "one"),
            "fits none of the forms its definition allows",
        );
    });
});
