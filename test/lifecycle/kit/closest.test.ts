import assert from "node:assert/strict";
import { closest } from "../../../lifecycle/kit/closest";

/** `[word, candidates, expected]` */
const cases: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ["rnage", ["range", "strategy"], "range"],
    ["Range", ["range"], "range"],
    ["renge", ["range", "render"], "range"],
    ["zzz", ["range", "strategy"], undefined],
    ["", ["range"], undefined],
    ["x".repeat(10_000_000), ["range"], undefined],
    ["range", [], undefined],
];

describe("closest", () => {
    for (const [word, candidates, expected] of cases) {
        it(`takes ${word.slice(0, 12) || "nothing"} for ${expected ?? "no known word"}`, () => {
            assert.equal(closest(word, candidates), expected);
        });
    }
});
