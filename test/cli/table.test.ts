import assert from "node:assert/strict";
import fc from "fast-check";
import { table } from "../../cli/table";

describe("table", () => {
    it("aligns columns to their widest cell and leaves no spaces at the end of a line", () => {
        assert.equal(
            table(
                ["STACK", "PROXIES", "N"],
                [
                    ["dev", "2 × 1.31.1\n1 × 1.31.0", "3"],
                    ["production", "none", "12"],
                ],
            ),
            [
                "STACK       PROXIES     N",
                "dev         2 × 1.31.1  3",
                "            1 × 1.31.0",
                "production  none        12",
            ].join("\n"),
        );
    });

    it("colours a cell after padding it, so that colour moves no column", () => {
        const cell = { text: "a", paint: (text: string) => `<${text}>` };

        assert.equal(table(["AAA", "B"], [[cell, "b"]]), "AAA  B\n<a  >  b");
    });

    it("keeps every cell's text, whatever it is", () => {
        const cell = fc.string({ unit: fc.constantFrom("a", "b", "→", "1") });
        fc.assert(
            fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
                const lines = table(["A", "B"], rows).split("\n");
                assert.equal(lines.length, rows.length + 1);
                rows.forEach(([a, b], index) => {
                    assert.ok(lines[index + 1]?.startsWith(a) && lines[index + 1]?.endsWith(b));
                });
            }),
        );
    });
});
