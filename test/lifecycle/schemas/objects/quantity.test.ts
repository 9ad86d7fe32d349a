import assert from "node:assert/strict";
import { quantityOf } from "../../../../lifecycle/schemas/objects/quantity";

describe("quantityOf", () => {
    it("reads quantities in every unit", () => {
        assert.deepEqual(["1", 2, "250m", "1k", "1Ki", "1.5Gi", "1e3", "12E"].map(quantityOf), [
            1,
            2,
            0.25,
            1000,
            1024,
            1.5 * 2 ** 30,
            1000,
            12e18,
        ]);
    });

    it("reads nothing else", () => {
        assert.deepEqual([undefined, null, "", "much", "1GiB"].map(quantityOf), Array(5).fill(undefined));
    });
});
