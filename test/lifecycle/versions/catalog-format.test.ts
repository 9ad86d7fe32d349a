import assert from "node:assert/strict";

import fc from "fast-check";

import { formatCatalogFile } from "../../../lifecycle/versions/catalog-format";

describe("formatCatalogFile", () => {
    it("puts what fits on a line, breaks what does not, and leaves out what is undefined", () => {
        const text = formatCatalogFile({
            date: "2026-10-01",
            none: undefined,
            list: [{ version: "1.31.1" }, {}],
            wide: ["x".repeat(60), "y".repeat(60)],
        });

        assert.equal(
            text,
            [
                "{",
                '  "date": "2026-10-01",',
                '  "list": [{ "version": "1.31.1" }, {}],',
                '  "wide": [',
                `    "${"x".repeat(60)}",`,
                `    "${"y".repeat(60)}"`,
                "  ]",
                "}",
                "",
            ].join("\n"),
        );
    });

    it("reads back as what went in", () => {
        fc.assert(
            fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
                const plain: unknown = JSON.parse(JSON.stringify(value));
                assert.deepEqual(JSON.parse(formatCatalogFile(value)), plain);
            }),
        );
    });
});
