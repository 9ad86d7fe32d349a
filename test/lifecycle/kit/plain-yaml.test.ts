import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

import { readPlainYaml } from "../../../lifecycle/kit/plain-yaml";
import { parseThoroughly } from "../../../lifecycle/kit/strict-yaml";
import { writeYamlDocuments } from "../../../lifecycle/kit/write-yaml";

function assertSame(text: string): boolean {
    const plain = readPlainYaml(text);
    if (!plain) return false;
    for (const dialect of ["core", "kubernetes"] as const) {
        const thorough = parseThoroughly(text, { file: "x.yaml", dialect });
        assert.deepEqual(
            plain,
            thorough.map(({ value, line }) => ({ value, line })),
            `${dialect}:\n${text}`,
        );
    }
    return true;
}

const PLAIN: readonly (readonly [string, string, readonly unknown[]])[] = [
    ["a map", "a: b\nc: 1\n", [{ a: "b", c: 1 }]],
    ["a list at its key", "a:\n- b\n- c: 1\n  d: x\n", [{ a: ["b", { c: 1, d: "x" }] }]],
    [
        "a list below its key",
        "a:\n    - b\n    -   c: 1\n        d: [x, 'y', {z: 1.5}]\n",
        [{ a: ["b", { c: 1, d: ["x", "y", { z: 1.5 }] }] }],
    ],
    ["a list of lists", "- - a\n  - b\n- - c\n", [[["a", "b"], ["c"]]]],
    [
        "comments",
        "# one\na: b # two\n\n  # three\nc: # four\n  d: 'x # y' # five\n",
        [{ a: "b", c: { d: "x # y" } }],
    ],
    ["literal blocks", "a: |\n  x\n\n    y: # z\n\nb: |-\n  - z\n", [{ a: "x\n\n  y: # z\n", b: "- z" }]],
    [
        "documents, some of them empty",
        "---\n---\n# nothing\n---\na: b\n---\n\n---\nc: d\n",
        [{ a: "b" }, { c: "d" }],
    ],
    ["nothing", "", []],
    [
        "values that look like numbers and are texts",
        "a: 1.31.1\nb: 10m\nc: 64Mi\nd: 10.0.0.0/8\ne: 30s\n",
        [{ a: "1.31.1", b: "10m", c: "64Mi", d: "10.0.0.0/8", e: "30s" }],
    ],
    ["null", "a:\nb: null\n", [{ a: null, b: null }]],
    ["keys in quotes", "'a b': 1\n\"c/d\": '1'\n", [{ "a b": 1, "c/d": "1" }]],
];

/** What has to be left to the thorough reader, because it is wrong, or means different things to different readers. */
const NOT_PLAIN: readonly (readonly [string, string])[] = [
    ["a key twice", "a: 1\na: 2\n"],
    ["an anchor", "a: &x b\n"],
    ["an alias", "a: *x\n"],
    ["a merge", "a:\n  <<: {b: c}\n"],
    ["a tag", "a: !!str 1\n"],
    ["a tab", "a:\tb\n"],
    ["CRLF", "a: b\r\n"],
    ["a byte order mark", "\ufeffa: b\n"],
    ["a directive", "%YAML 1.1\n---\na: b\n"],
    ["a folded block", "a: >\n  b\n"],
    ["a text on two lines", "a: b\n  c\n"],
    ["a quoted text on two lines", 'a: "b\n  c"\n'],
    ["yes", "a: yes\n"],
    ["an octal", "a: 0644\n"],
    ["a sexagesimal", "a: 12:30:00\n"],
    ["an exponent", "a: 1e3\n"],
    ["an underscore", "a: 1_000\n"],
    ["a number as key", "8080: a\n"],
    ["yes as key", "on: a\n"],
    ["a map in a value", "a: b: c\n"],
    ["a wrong indentation", "a:\n    b: 1\n  c: 2\n"],
    ["the key __proto__", "__proto__: a\n"],
    ["a scalar", "a\n"],
    ["a document that starts on the line of its mark", "--- a: b\n"],
    ["an end mark", "a: b\n...\n"],
    ["a no-break line of blanks in a block", "a: |\n  b\n   \n  c\n"],
    ["a block without a line break at the end", "a: |\n  b"],
    ["a key without a value in braces", "a: {b}\n"],
    ["a comma at the end", "a: [b,]\n"],
    ["a half surrogate", 'a: "\\ud83d"\n'],
];

describe("readPlainYaml", () => {
    for (const [name, text, values] of PLAIN) {
        it(`reads ${name} as the thorough reader does`, () => {
            assert.deepEqual(
                readPlainYaml(text)?.map(({ value }) => value),
                values,
            );
            assert.equal(assertSame(text), true);
        });
    }

    for (const [name, text] of NOT_PLAIN) {
        it(`leaves ${name} to the thorough reader`, () => assert.equal(readPlainYaml(text), undefined));
    }

    it("never differs from the thorough reader, whatever lines a text is made of", () => {
        const scalar = fc.constantFrom(
            ..."b|'b'|\"b\"|1|-1|0|-0|1.0|1.|.5|+1|0x1|yes|No|null|~|true|''|'a''b'|\"\\n\"|[a, b]|[a,b]|{a: b}|{a:b}|[a, ]|{}|[]|[ ]|[[a], {b: [c]}]|a b|a #b|a # b|'a' # b|'a'b|a: b|a:b|a:|-|- a|-a|--a|--|---|...|#|# a|?|? a|& a|&a|*a|!a|<<|=|@a|`a|%a|>|\\|-|\\|+|{|}|,|1.31.1|1.2.|10m|1e3|1e|12:30|2001-01-01|0b1|0o7|08|1_0|.inf|-.inf|.nan|$(A)|${a}|/x|(a)|\u00a0|b\u00a0|é"
                .split(/(?<!\\)\|/)
                .map((text) => text.replace("\\|", "|")),
        );
        const key = fc.constantFrom(
            "a",
            "b",
            "c",
            "'a'",
            '"b"',
            "a b",
            "y",
            "1",
            "a/b",
            "a~",
            "<<",
            "__proto__",
            "${a}",
            "-a",
            "a:",
        );
        const indent = fc.constantFrom("", "", "  ", "  ", "    ", " ");
        const line = fc.oneof(
            {
                weight: 4,
                arbitrary: fc
                    .tuple(indent, key, fc.constantFrom(": ", ": ", ":  ", ":", " : "), scalar)
                    .map((parts) => parts.join("")),
            },
            { weight: 2, arbitrary: fc.tuple(indent, key).map(([blanks, name]) => `${blanks}${name}:`) },
            {
                weight: 2,
                arbitrary: fc
                    .tuple(
                        indent,
                        fc.constantFrom("- ", "-  ", "-"),
                        fc.oneof(
                            scalar,
                            fc.tuple(key, scalar).map(([name, value]) => `${name}: ${value}`),
                        ),
                    )
                    .map((parts) => parts.join("")),
            },
            { weight: 1, arbitrary: fc.tuple(indent, key).map(([blanks, name]) => `${blanks}${name}: |`) },
            { weight: 1, arbitrary: fc.tuple(indent, scalar).map((parts) => parts.join("")) },
            { weight: 1, arbitrary: fc.constantFrom("", "  ", "---", "# c", "  # c", "--- ", "--- # c") },
        );
        let plain = 0;
        fc.assert(
            fc.property(fc.array(line, { maxLength: 7 }), fc.constantFrom("\n", ""), (lines, end) => {
                if (assertSame(lines.join("\n") + end)) plain++;
            }),
            { numRuns: 4000 },
        );
        // A reader that leaves everything to the other would pass.
        assert.ok(plain > 400, String(plain));
    });

    it("takes what writeYaml makes of most data", () => {
        const leaf = fc.oneof(
            fc.string(),
            fc.integer(),
            fc.boolean(),
            fc.constant(null),
            fc.constantFrom("10m", "a: b", "#", "yes", "x\ny", "x\n\ny\n"),
        );
        const { tree } = fc.letrec((tie) => ({
            tree: fc.oneof(
                { maxDepth: 4 },
                leaf,
                fc.array(tie("tree"), { maxLength: 3 }),
                fc.dictionary(fc.string(), tie("tree"), { maxKeys: 3 }),
            ),
        }));
        fc.assert(
            fc.property(
                fc.array(tree, { maxLength: 3 }),
                (values) => void assertSame(writeYamlDocuments(values)),
            ),
            { numRuns: 500 },
        );
    });

    it("takes every manifest and every generated file of this project", () => {
        const root = join(__dirname, "..", "..", "..");
        const files = readdirSync(join(root, "apps"), { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".yaml"))
            .map((file) => join(root, "apps", file));
        const sidecars = readdirSync(join(root, "stacks")).filter((file) =>
            /^[^.]+\.(?:sidecars|lock)\.yaml$/.test(file),
        );
        for (const file of [...files, ...sidecars.map((name) => join(root, "stacks", name))]) {
            assert.equal(assertSame(readFileSync(file, "utf8")), true, file);
        }
    });
});
