import assert from "node:assert/strict";
import { say } from "../../diff/phrase";
import { makeReport } from "../../diff/report";
import { writeText } from "../../diff/write-text";

describe("writeText", () => {
    it("paints a line by its weight, and shows what would be obeyed", () => {
        const findings = [
            {
                section: "other",
                rule: "a/b",
                level: "alarm",
                words: say`is ${"\u001b[31m"}`,
                stack: "dev",
                object: "o",
            } as const,
        ];
        const version = { ref: "main", commit: undefined };
        const report = makeReport({
            from: version,
            to: version,
            comparisons: [{ stack: "dev", findings, objects: [] }],
            complaints: [],
        });
        const lines = writeText(report, (tone, text) => `<${tone}>${text}`).split("\n");
        assert.ok(lines.includes("<bad>!! o in dev: is \\u{1b}[31m"), lines.join("\n"));
    });
});
