import assert from "node:assert/strict";

import { seededShare } from "../../../tools/simulator/seeded-share";

describe("seededShare", () => {
    const shares = Array.from({ length: 1_000 }, (_, index) => seededShare(`7/${index}/prod/backend`));

    it("is the same for the same text", () => {
        assert.equal(seededShare("7/3/prod/backend"), shares[3]);
        assert.notEqual(seededShare("8/3/prod/backend"), shares[3]);
    });

    it("is spread evenly from 0 to 1", () => {
        for (let tenth = 0; tenth < 10; tenth++) {
            const count = shares.filter((share) => share >= tenth / 10 && share < (tenth + 1) / 10).length;
            assert.ok(count > 60 && count < 140, `${count} in tenth ${tenth}`);
        }
    });
});
