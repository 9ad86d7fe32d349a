import assert from "node:assert/strict";
import { massDeletion } from "../../../lifecycle/policy/mass-deletion";

/** `[before, removed, limit, whether it is refused]` */
const cases: readonly (readonly [number, number, number, boolean])[] = [
    [100, 0, 0, false],
    [100, 25, 25, false],
    [100, 26, 25, true],
    [3, 1, 25, true],
    [100, 1, 0, true],
    [100, 100, 100, false],
    [0, 0, 25, false],
];

describe("massDeletion", () => {
    for (const [before, removed, limit, refused] of cases) {
        it(`${refused ? "refuses" : "passes"} ${removed} of ${before} at a limit of ${limit} %`, () => {
            assert.equal(massDeletion({ before, removed, limit }) !== undefined, refused);
        });
    }

    it("says how much, of what, and how much may go", () => {
        assert.equal(
            massDeletion({ before: 42, removed: 18, limit: 25 }),
            "the change removes 18 of its 42 objects, 43 %, and 25 % may go unconfirmed",
        );
    });
});
