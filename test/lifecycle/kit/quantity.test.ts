import assert from "node:assert/strict";

import { equalQuantity, parseQuantity } from "../../../lifecycle/kit/quantity";

describe("equalQuantity", () => {
    const equal: [unknown, unknown][] = [
        ["2000m", "2"],
        ["1024Mi", "1Gi"],
        [2, "2"],
        ["0.1", "100m"],
        ["1e3", "1k"],
        ["1.5Gi", "1536Mi"],
        ["100n", "0.1u"],
        ["0", "0Mi"],
        ["-1", "-1000m"],
        [".5", "500m"],
    ];
    for (const [left, right] of equal)
        it(`takes ${String(left)} and ${String(right)} for the same`, () =>
            assert.equal(equalQuantity(left, right), true));

    const different: [unknown, unknown][] = [
        ["1", "1m"],
        ["1M", "1Mi"],
        ["", ""],
        ["x", "x"],
        [true, true],
        ["1 ", "1"],
        ["1e9999", "1e9999"],
        ["1kk", "1kk"],
    ];
    for (const [left, right] of different)
        it(`does not take ${JSON.stringify(left)} and ${JSON.stringify(right)} for the same`, () =>
            assert.equal(equalQuantity(left, right), false));

    it("counts in billionths", () => assert.equal(parseQuantity("1m"), 1_000_000n));
});
