import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parse } from "yaml";

import { readPlainYaml } from "../../../lifecycle/kit/plain-yaml";
import { parseThoroughly } from "../../../lifecycle/kit/strict-yaml";
import { writeYamlDocuments } from "../../../lifecycle/kit/write-yaml";
import { RECORDED_VERSIONS, RECORDED_WORKLOADS, recordedText } from "../../support/recordings";

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
    ["a key without a value, and a comma at the end", "a: {b}\nc: [d,]\n", [{ a: { b: null }, c: ["d"] }]],
    ["JSON", '{"a":[1,"b",{}],"c":null}\n', [{ a: [1, "b", {}], c: null }]],
    ["names every object has", "toString: a\nconstructor: b\n", [{ toString: "a", constructor: "b" }]],
    ["an end mark's letters in a text", "a: x ...\n", [{ a: "x ..." }]],
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
    ["a folded block without a line break at the end", "a: >\n  b"],
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
    ["an end mark before a document", "... -\n"],
    ["an unknown directive", "%a\n---\na: b\n"],
    ["a mark that is indented", " ---\na: b\n"],
    ["an anchor without anything", "&:\n"],
    ["a tag without anything", "---\n!!null\n"],
    ["a block with an indentation of its own", "a: |2\n    b\n"],
    ["a block that keeps its end", "a: |+\n  b\n\n"],
    ["a block that starts with a blank line", "a: |\n\n  b\n"],
    ["a block with a comment at its start", "a: | # b\n  c\n"],
    ["an escape that JSON has not", 'a: "\\x41"\n'],
    ["a list as key", "? [a]\n: b\n"],
    ["null as key", "null: a\n"],
    ["nothing as key", ": a\n"],
    ["a key longer than YAML allows", `${"a".repeat(1025)}: b\n`],
    ["a key twice in braces", "{a: 1, a: 2}\n"],
    ["the key __proto__ in braces", '{"__proto__": 1}\n'],
    ["what is nested deeply", `${"- ".repeat(70)}a\n`],
    ["what is nested deeply in braces", `${"[".repeat(70)}${"]".repeat(70)}\n`],
    ["a half surrogate", 'a: "\\ud83d"\n'],
];

/** What a scalar after a key is, in every version of YAML; undefined where the versions differ. */
const SCALARS: readonly (readonly [string, unknown])[] = [
    ["1", 1],
    ["-1.5", -1.5],
    ["0.25", 0.25],
    ["123456789012345", 123456789012345],
    ["1.31.1", "1.31.1"],
    ["1-31-1", "1-31-1"],
    ["10m", "10m"],
    ["17 3 * * *", "17 3 * * *"],
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["~1.31", "~1.31"],
    ["a b#c", "a b#c"],
    ["b\u00a0", "b\u00a0"],
    ["true", true],
    ["null", null],
    ["''", ""],
    ["'a''b'", "a'b"],
    [String.raw`"\"\\\n\u00e9\/"`, '"\\\né/'],
    ...(
        "yes No y ON off True ~ = << 010 0o7 0x1 0b1 1e3 1_0 -0 +1 .5 1. 12:30 1:2 2026-10-01 2026-1-1 .inf -.INF .nan " +
        "1234567890123456 00 08 0."
    )
        .split(" ")
        .map((text) => [text, undefined] as const),
    [String.raw`"\ud83d\ude00"`, undefined],
    ["Null", undefined],
];

/** Lines of everything that means something in YAML, in and out of place. */
function anyLines(): fc.Arbitrary<string> {
    const indent = fc.constantFrom("", "", "  ", "  ", "    ", " ");
    const joined = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
        fc.tuple(...parts).map((texts) => texts.join(""));
    const anyKey = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...KEYS) }, scalar);
    const entry = joined(anyKey, fc.constant(": "), scalar);
    const line = fc.oneof(
        {
            weight: 4,
            arbitrary: joined(indent, anyKey, fc.constantFrom(": ", ": ", ":  ", ":", " : "), scalar),
        },
        { weight: 2, arbitrary: joined(indent, anyKey, fc.constant(":")) },
        { weight: 2, arbitrary: joined(indent, fc.constantFrom("- ", "-  ", "-"), fc.oneof(scalar, entry)) },
        {
            weight: 1,
            arbitrary: joined(indent, anyKey, fc.constantFrom(": |", ": |-", ": | # c", ": |1", ": >")),
        },
        { weight: 1, arbitrary: joined(indent, scalar) },
        {
            weight: 1,
            arbitrary: fc.constantFrom("", "  ", "---", "# c", "  # c", "--- ", "--- # c", "--- a", "..."),
        },
    );
    return joined(
        fc.array(line, { maxLength: 7 }).map((lines) => lines.join("\n")),
        fc.constantFrom("\n", ""),
    );
}

const KEYS = `a|b|c|'a'|"b"|a b|y|1|a/b|a~|<<|__proto__|\${a}|-a|a:|? a|{a}|[a]|é|null|~||toString`.split(
    "|",
);
const SIGNS = "a|b|:|: |-|- |\n|\n|\n  |\n- | |  |'|\"|{|}|[|]|,|#| #|>|?|? |&|*|!|1|0|.|---|...|~|\\"
    .split("|")
    .concat("|");
const scalar = fc.constantFrom(
    ..."b|'b'|\"b\"|1|-1|0|-0|1.0|1.|.5|+1|0x1|yes|No|null|~|true|''|'a''b'|\"\\n\"|\"\\x41\"|[a, b]|[a,b]|{a: b}|{a:b}|{\"a\":b}|[a, ]|[,]|{}|[]|[ ]|[a: b]|[[a], {b: [c]}]|{a, b}|a b|a #b|a # b|'a' # b|'a'b|a: b|a:b|a:|-|- a|-a|--a|--|---|...|#|# a|?|? a|? - a|: a|& a|&a|&a b|*a|!a|!!str 1|!|<<|=|@a|`a|%a|>|>-|\\||\\|-|\\|+|\\|2|{|}|,|1.31.1|1-31-1|17 3 * * *|1.2.|10m|1e3|1e|12:30|2001-01-01|0b1|0o7|08|1_0|.inf|-.inf|.nan|.|..|e5|_1|$(A)|${a}|/x|(a)|\u00a0|b\u00a0|a\u2003b|é|\"|'|http://x:80/a|-- a|- - a|- ? a|<|~a|^a|::|a::b"
        .split(/(?<!\\)\|/)
        .map((text) => text.replace("\\|", "|")),
);

/** Manifests with a few characters taken away or put in. */
function brokenManifests(): fc.Arbitrary<string> {
    const edit = fc.tuple(
        fc.nat(),
        fc.constantFrom(0, 0, 1, 2, 5),
        fc.oneof(fc.constantFrom(" ", "  ", "\n", "- ", ": ", "#", "|-\n", "", "---\n"), scalar),
    );
    return fc
        .tuple(fc.constantFrom(...FILES), fc.array(edit, { minLength: 1, maxLength: 4 }))
        .map(([file, edits]) =>
            edits.reduce(
                (text, [place, gone, put]) => {
                    const at = place % text.length;
                    return text.slice(0, at) + put + text.slice(at + gone);
                },
                readFileSync(file, "utf8").slice(0, 3000),
            ),
        );
}

/** Manifests, sidecars and locks of the mesh the tests have. */
const MESH = join(__dirname, "..", "..", "fixtures", "mesh");
const FILES = readdirSync(MESH, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => join(MESH, file));

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

    for (const [text, value] of SCALARS) {
        const expected = value === undefined ? undefined : [{ value: { a: value }, line: 1 }];
        it(`${expected ? "reads" : "leaves"} ${text} as a value`, () => {
            assert.deepEqual(readPlainYaml(`a: ${text}\n`), expected);
            assertSame(`a: ${text}\n`);
        });
    }

    for (const [name, texts, numRuns, least] of [
        ["lines", anyLines(), 4000, 400],
        [
            "signs",
            fc
                .array(fc.oneof(fc.constantFrom(...SIGNS), scalar), { maxLength: 16 })
                .map((parts) => parts.join("")),
            4000,
            400,
        ],
        ["broken manifests", brokenManifests(), 200, 20],
    ] as const) {
        it(`never differs from the thorough reader, whatever ${name} a text is made of`, () => {
            let plain = 0;
            fc.assert(
                fc.property(texts, (text) => {
                    if (assertSame(text)) plain++;
                }),
                { numRuns },
            );
            // A reader that leaves everything to the other would pass.
            assert.ok(plain > least, String(plain));
        });
    }

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

    it("takes every manifest and every generated file of a mesh", () => {
        const files = FILES.filter((file) => /apps|(?:sidecars|lock)\.yaml$/.test(file));
        assert.ok(files.length > 5);
        for (const file of files) assert.equal(assertSame(readFileSync(file, "utf8")), true, file);
    });

    for (const version of RECORDED_VERSIONS) {
        for (const workload of RECORDED_WORKLOADS) {
            it(`takes ${workload} as istioctl ${version} writes it, and reads it as yaml does`, () => {
                const text = recordedText(version, workload);
                assert.deepEqual(readPlainYaml(text)?.[0]?.value, parse(text));
            });
        }
    }

    it("takes texts of megabytes in quotes and blocks", () => {
        const many = 4_000_000;
        const texts = [
            `"${String.raw`\n`.repeat(many)}"`,
            `'${"''".repeat(many)}'`,
            `|\n  ${"x".repeat(many)}`,
        ];
        for (const text of texts) {
            const [document] = readPlainYaml(`a: ${text}\n`) ?? [];
            assert.ok((document?.value as { a: string }).a.length >= many);
        }
    });

    it("leaves a large text to the thorough reader where it would take gigabytes", () => {
        const many = 4_000_001;
        for (const text of [`[${"a,".repeat(many)}]\n`, "- a\n".repeat(many), `- ${"{},".repeat(many)}\n`])
            assert.equal(readPlainYaml(text), undefined);
    });
});
