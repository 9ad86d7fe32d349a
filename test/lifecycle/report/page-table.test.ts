import assert from "node:assert/strict";

import { pageTable } from "../../../lifecycle/report/page-table";

describe("a table of the page", () => {
    const { text } = pageTable({ caption: "C", head: ["Name", "Count", "Note"], rows: [["<a>", 3, ""]] });

    it("has a caption, scopes, and roles that survive a style", () => {
        assert.match(text, /<caption>\s*C\s*<\/caption>/);
        assert.equal(text.match(/<th role="columnheader" scope="col">/g)?.length, 3);
        assert.match(text, /<th role="rowheader" scope="row">&#60;a&#62;<\/th>/);
    });

    it("says the name of its column in each cell, and which are empty", () => {
        assert.match(text, /data-label="Count"\s*class=""\s*>\s*<span>3<\/span>/);
        assert.match(text, /data-label="Note"\s*class="empty"/);
    });
});
