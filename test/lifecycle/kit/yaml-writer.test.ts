import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

import { parseYamlDocuments } from "../../../lifecycle/kit/strict-yaml";
import { writeThoroughly } from "../../../lifecycle/kit/write-yaml";
import { YamlWriter } from "../../../lifecycle/kit/yaml-writer";

const writers = [true, false].map(
    (sortKeys) => [sortKeys, new YamlWriter((value) => writeThoroughly(value, sortKeys), sortKeys)] as const,
);

function assertSame(value: unknown): boolean {
    let written = false;
    for (const [sortKeys, writer] of writers) {
        const text = writer.write(value);
        if (text === undefined) continue;
        written = true;
        assert.equal(text, writeThoroughly(value, sortKeys));
    }
    return written;
}

describe("YamlWriter", () => {
    it("writes to the byte what the library writes, whatever the data", () => {
        const text = fc.oneof(
            fc.string(),
            fc.string({ unit: "binary" }),
            fc
                .array(
                    fc.constantFrom(
                        "a",
                        "b c",
                        " ",
                        "\n",
                        "\n\n",
                        "\t",
                        "\r",
                        "#",
                        ": ",
                        "- ",
                        '"',
                        "'",
                        "\\",
                        "x".repeat(50),
                        "é",
                        "{",
                    ),
                    { maxLength: 8 },
                )
                .map((parts) => parts.join("")),
            fc.constantFrom(
                "yes",
                "12:30",
                "0o7",
                "1e3",
                "",
                "null",
                "~",
                "=",
                "<<",
                "-",
                "1.31.1",
                "0644",
                "[\n    {}\n]",
            ),
        );
        const leaf = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
        const { tree } = fc.letrec((tie) => ({
            tree: fc.oneof(
                { maxDepth: 4 },
                leaf,
                fc.array(tie("tree"), { maxLength: 3 }),
                fc.dictionary(text, fc.option(tie("tree"), { nil: undefined }), {
                    maxKeys: 3,
                    noNullPrototype: true,
                }),
            ),
        }));
        let written = 0;
        fc.assert(
            fc.property(tree, (value) => {
                if (assertSame(value)) written++;
            }),
            { numRuns: 3000 },
        );
        assert.ok(written > 500, String(written));
    });

    it("writes every manifest of this project by itself", () => {
        const root = join(__dirname, "..", "..", "..");
        const files = readdirSync(join(root, "test", "golden"), { recursive: true, encoding: "utf8" });
        const workloads = files.filter((file) => file.endsWith("workloads.yaml"));
        assert.ok(workloads.length > 0);
        for (const file of workloads) {
            const text = readFileSync(join(root, "test", "golden", file), "utf8");
            for (const { value } of parseYamlDocuments(text, { file }))
                assert.equal(assertSame(value), true, file);
        }
    });

    for (const [name, value] of [
        ["a scalar", "a"],
        ["nothing", null],
        ["an empty map", {}],
        ["a number JSON has not", { a: Number.NaN }],
        ["a date", { a: new Date(0) }],
        ["an undefined item", { a: [undefined] }],
        ["a key of two lines", { "a\nb": 1 }],
        ["a key that looks like a mark between documents", { a: { "...": 1 } }],
    ] as const) {
        it(`leaves ${name} to the library`, () => assert.equal(writers[0]?.[1].write(value), undefined));
    }
});
