import assert from "node:assert/strict";
import fc from "fast-check";
import { plainMarkdown } from "../../../adapters/forge/plain-markdown";

/** `[text, Markdown]` */
const cases: readonly (readonly [string, string])[] = [
    ["from 1.31.0 to 1.31.1, a patch", "from 1.31.0 to 1.31.1, a patch"],
    ["<b>*x*</b>", "&#60;b&#62;&#42;x&#42;&#60;/b&#62;"],
    ["[a](b)", "&#91;a&#93;&#40;b&#41;"],
    ["@all fix #12", "&#64;&#8203;all fix &#35;&#8203;12"],
    ["https://x.test www.x.test", "https&#58;//x.test www&#46;x.test"],
    ["a\n- b\r\n", "a - b  "],
    ["1. x", "1&#46; x"],
    ["- x", "&#45; x"],
    ["$(id) `id`", "&#36;&#40;id&#41; &#96;id&#96;"],
    ["\u202egnp", " gnp"],
];

describe("plainMarkdown", () => {
    for (const [text, markdown] of cases) {
        it(`writes ${JSON.stringify(text)}`, () => assert.equal(plainMarkdown(text), markdown));
    }

    it("cuts a long sentence", () => {
        assert.equal(plainMarkdown("a".repeat(301)), `${"a".repeat(299)}…`);
    });

    it("leaves no sign of Markdown or HTML, and one line", () => {
        fc.assert(
            fc.property(fc.string({ unit: "binary" }), (text) => {
                const rest = plainMarkdown(text).replace(/&#\d+;/g, "");
                assert.doesNotMatch(rest, /[\\`*_{}[\]<>()#+!|~&@:"'$=^\n\r]/);
            }),
        );
    });
});
