import assert from "node:assert/strict";
import fc from "fast-check";
import { commentBody } from "../../cli/forge-comment-body";

const NONE = { asText: false, folded: [], limit: 5_000 };

describe("commentBody", () => {
    it("is the Markdown it is given", () => {
        assert.equal(commentBody({ ...NONE, text: "### a\n\n" }), "### a");
    });

    it("is characters where nobody vouches for them", () => {
        assert.equal(
            commentBody({ ...NONE, text: "```\n<b>\u001b[31m", asText: true }),
            "````text\n```\n<b>\n````",
        );
    });

    it("folds texts, whose names are data too", () => {
        const folded = [{ file: "/tmp/<img>@all.txt", text: "x\n" }];

        assert.equal(
            commentBody({ ...NONE, text: "a", folded }),
            "a\n\n<details><summary><code>&#60;img&#62;@all.txt</code></summary>\n\n```text\nx\n```\n\n</details>",
        );
    });

    it("keeps to its limit, and closes every fence", () => {
        const text = fc.string({ unit: fc.constantFrom("`", "\n", "a", "<", "\u0000"), maxLength: 8_000 });
        const texts = fc.array(text, { maxLength: 4 });
        fc.assert(
            fc.property(text, texts, (first, others) => {
                const folded = others.map((own, index) => ({ file: `${index}.txt`, text: own }));
                const body = commentBody({ text: first, asText: true, folded, limit: 5_000 });
                assert.ok(body.length <= 5_000, String(body.length));
                assert.equal(body.match(/<details>/g)?.length, body.match(/^<\/details>$/gm)?.length);
            }),
            { numRuns: 60 },
        );
    });

    it("shows Markdown that has to be cut as characters", () => {
        const body = commentBody({ ...NONE, text: "<details>\n".repeat(1000) });

        assert.match(body, /^```text\n/);
        assert.match(body, /```\n\n_The rest does not fit here/);
    });
});
