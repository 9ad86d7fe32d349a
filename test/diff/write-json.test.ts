import assert from "node:assert/strict";
import { say } from "../../diff/phrase";
import { makeReport } from "../../diff/report";
import { writeJson } from "../../diff/write-json";

describe("writeJson", () => {
    it("is one line in which nothing is obeyed, and says exactly this", () => {
        const findings = [
            {
                section: "other",
                rule: "a/b",
                level: "info",
                words: say`is ${"\u202e\u001b\n"}`,
                stack: "dev",
                object: "o",
            } as const,
        ];
        const version = { ref: "main", commit: undefined };
        const text = writeJson(
            makeReport({
                from: version,
                to: version,
                comparisons: [{ stack: "dev", findings, objects: [] }],
                complaints: [],
            }),
        );
        // eslint-disable-next-line no-control-regex
        assert.doesNotMatch(text, /[\u0000-\u001f\u202e]/);
        const { schema, from, findings: found } = JSON.parse(text) as Record<string, unknown>;
        assert.deepEqual([schema, from], ["windlass/diff/v1", { ref: "main", commit: null }]);
        assert.deepEqual(found, [
            {
                section: "other",
                rule: "a/b",
                level: "info",
                text: "is \u202e\u001b\n",
                details: [],
                subjects: [{ stack: "dev", objects: ["o"] }],
            },
        ]);
    });
});
