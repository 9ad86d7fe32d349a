import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";

import { writeLines } from "../../../lifecycle/kit/line-yaml";

describe("writeLines", () => {
    it("puts short values on the line of their key, and long maps below it", () => {
        const long = Object.fromEntries(
            ["alpha", "beta", "gamma", "delta"].map((key) => [key, "x".repeat(30)]),
        );
        assert.equal(
            writeLines({ a: { b: [1, "two"], c: null }, long, text: "line\nline" }),
            `a: {b: [1, two], c: null}\nlong:\n${Object.keys(long)
                .map((key) => `  ${key}: ${"x".repeat(30)}\n`)
                .join("")}text: "line\\nline"\n`,
        );
    });

    it("writes what YAML 1.2 and 1.1 read as the same data", () => {
        const text = fc.oneof(
            fc.string(),
            fc.string({ unit: "binary" }),
            fc.constantFrom(
                "yes",
                "NO",
                "~",
                "null",
                "1",
                "0x1",
                "12:30",
                "-",
                "- a",
                "a: b",
                "a:",
                " a",
                "#",
                "a #b",
                "!x",
                "*",
                "&a",
                "--x",
                "{}",
                "${name}",
                "$(X)",
                "1e3",
                ".5",
                "2026-01-01",
                "=",
                "<<",
                "\u2028",
                "\u0085",
                "\ufeff",
                "y",
            ),
        );
        const key = text.filter((name) => name !== "__proto__" && name.length < 300);
        const { value } = fc.letrec((tie) => ({
            value: fc.oneof(
                { depthSize: "small" },
                text,
                fc.integer(),
                fc.boolean(),
                fc.constant(null),
                fc.array(tie("value"), { maxLength: 4 }),
                fc.dictionary(key, tie("value"), { maxKeys: 4 }),
            ),
        }));
        fc.assert(
            fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 5 }), (generated) => {
                const data = JSON.parse(JSON.stringify(generated)) as Record<string, unknown>;
                const written = writeLines(data);
                assert.deepEqual(parse(written), data);
                assert.deepEqual(parse(written, { version: "1.1" }), data);
            }),
            { numRuns: 1000 },
        );
    });
});
