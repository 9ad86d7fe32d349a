import assert from "node:assert/strict";
import { documentTexts } from "../../../lifecycle/workloads/document-texts";

describe("documentTexts", () => {
    it("takes the whole file for its only document, whatever stands around it", () => {
        for (const text of [
            "a: 1",
            "---\na: 1\n",
            "# c\n---\r\na: 1\r\n...\n",
            "\ufeff---\na: 1\n---\n# no more\n",
        ]) {
            assert.deepEqual(documentTexts(text), [{ line: 1, text }]);
        }
    });

    it("cuts at separators, and keeps every character between them", () => {
        assert.deepEqual(documentTexts("a: 1\n\n--- # two\n# b\nb: |\n  --- no\n---\nc:  3"), [
            { line: 1, text: "a: 1\n\n" },
            { line: 4, text: "# b\nb: |\n  --- no\n" },
            { line: 8, text: "c:  3" },
        ]);
    });

    it("keeps a document that stands beside its separator", () => {
        assert.deepEqual(documentTexts("--- {a: 1}\n--- {b: 2}\n"), [
            { line: 1, text: " {a: 1}\n" },
            { line: 2, text: " {b: 2}\n" },
        ]);
    });

    it("finds nothing in nothing", () => assert.deepEqual(documentTexts("---\n# empty\n---\n"), []));
});
