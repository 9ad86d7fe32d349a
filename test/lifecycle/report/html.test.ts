import assert from "node:assert/strict";

import fc from "fast-check";

import { html } from "../../../lifecycle/report/html";

describe("HTML with values in it", () => {
    it("never lets a text begin a tag, end an attribute or begin a reference", () => {
        const hostile = fc.oneof(
            fc.string({ unit: "binary" }),
            fc.constantFrom('"><script>alert(1)</script>', "&lt;", "' onload=x"),
        );
        fc.assert(
            fc.property(hostile, (text) => {
                const { text: page } = html`<p title="${text}">${text}</p>`;
                const value = page.slice('<p title="'.length, page.indexOf('">'));

                assert.doesNotMatch(value.replace(/&#\d+;/g, ""), /[<>"'`&\u202e]/);
                assert.equal(page, `<p title="${value}">${value}</p>`);
            }),
        );
    });

    it("writes pieces and lists of them as they are", () => {
        assert.equal(
            html`<ul>
                ${["a<", "b"].map((item) => html`<li>${item}</li>`)}
            </ul>`.text.replace(/\s+/g, ""),
            "<ul><li>a&#60;</li><li>b</li></ul>",
        );
    });
});
