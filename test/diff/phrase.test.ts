import assert from "node:assert/strict";
import { figure, join, listing, plain, say } from "../../diff/phrase";

describe("say", () => {
    it("keeps what is put in apart from the words, and writes numbers with commas", () => {
        assert.deepEqual(say`image ${"a`b"} in ${3000} pods${["!"]}`, [
            "image ",
            { data: "a`b" },
            " in ",
            "3,000",
            " pods",
            "!",
        ]);
    });
});

describe("join", () => {
    it("puts words of ours between phrases", () => {
        assert.equal(plain(join([say`${"a"}`, say`${"b"}`, say`${"c"}`])), "a, b, c");
    });
});

describe("listing", () => {
    const cases: readonly (readonly [readonly string[], string])[] = [
        [[], ""],
        [["a"], "a"],
        [["a", "b", "c"], "a, b, c"],
        [["a", "b", "c", "d"], "a, b and 2 more"],
    ];
    for (const [values, expected] of cases) {
        it(`names ${values.length} of them as "${expected}"`, () =>
            assert.equal(plain(listing(values, 2)), expected));
    }
});

describe("figure", () => {
    it("separates thousands", () => assert.equal(figure(1234567), "1,234,567"));
});
