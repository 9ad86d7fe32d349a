import assert from "node:assert/strict";

import { isDecodedFrom, isEmpty } from "../../../lifecycle/sidecars/decoded";

describe("isDecodedFrom", () => {
    const cases: [string, unknown, unknown, readonly string[], boolean][] = [
        ["the same", { a: 1 }, { a: 1 }, [], true],
        ["an added empty map", { a: 1, resources: {} }, { a: 1 }, [], true],
        ["a field that is lost", { a: 1 }, { a: 1, future: 2 }, [], true],
        ["an added value", { a: 1, b: 2 }, { a: 1 }, [], false],
        ["another value", "a", "b", [], false],
        ["a quantity respelt", "1Gi", "1024Mi", ["resources", "limits", "memory"], true],
        ["a quantity where there are none", "1Gi", "1024Mi", ["args"], false],
        ["a list that grew", [1, 2], [1], [], false],
        ["a list put in another order", [1, 2], [2, 1], [], false],
        ["a text in place of a map", {}, "text", [], false],
        ["a text folded at an old line break", "a\u2028    b c", "a\u2028b\u0085c", [], true],
        ["another text with an old line break", "a\u2028  x", "a\u2028b", [], false],
        ["blanks in a text without one", "a  b", "a b", [], false],
        ["false where there was nothing", false, undefined, [], false],
    ];
    for (const [what, decoded, original, path, expected] of cases) {
        it(`says ${expected} for ${what}`, () =>
            assert.equal(isDecodedFrom(decoded, original, path), expected));
    }
});

describe("isEmpty", () => {
    it("holds for null, maps and lists with nothing in them alone", () => {
        assert.deepEqual(
            [null, undefined, {}, [], "", 0, false, [0], { a: null }].map((value) => isEmpty(value)),
            [true, true, true, true, false, false, false, false, false],
        );
    });
});
