import assert from "node:assert/strict";

import { WindlassError } from "../../../lifecycle/kit/errors";
import { parseYamlDocument, parseYamlDocuments } from "../../../lifecycle/kit/strict-yaml";

const kubernetes = { file: "f.yaml", dialect: "kubernetes" } as const;

function messageOf(text: string): string {
    try {
        parseYamlDocuments(text, kubernetes);
    } catch (error) {
        assert.ok(error instanceof WindlassError, String(error));
        return error.message;
    }
    return "accepted";
}

const bomb = ["a: &a [1,1,1,1,1,1,1,1,1,1]"]
    .concat(
        Array.from({ length: 8 }, (_, i) => {
            const [last, next] = ["abcdefghi"[i], "bcdefghij"[i]];
            return `${next}: &${next} [${`*${last},`.repeat(10)}]`;
        }),
    )
    .join("\n");

const refused: readonly (readonly [what: string, text: string, message: string])[] = [
    [
        "a duplicate key",
        "a: 1\nb: 2\na: 3\n",
        "f.yaml:3: a: must not appear twice in one map. Delete one of the two.",
    ],
    [
        "a duplicate key in a flow map",
        "x: {a: 1, a: 2}",
        "f.yaml:1: a: must not appear twice in one map. Delete one of the two.",
    ],
    [
        "a key quoted once and plain once",
        'a: 1\n"a": 2',
        "f.yaml:2: a: must not appear twice in one map. Delete one of the two.",
    ],
    [
        "a tab for indentation",
        "a:\n\tb: 1",
        "f.yaml:2: is not valid YAML: Tabs are not allowed as indentation. Mend the syntax.",
    ],
    ["an unclosed quote", "a: 'x", "f.yaml:1: is not valid YAML: Missing closing 'quote. Mend the syntax."],
    [
        "two colons",
        "a: b: c",
        "f.yaml:1: is not valid YAML: Nested mappings are not allowed in compact mappings. Mend the syntax.",
    ],
    [
        "a JavaScript tag",
        "x: 1\na: !!js/function 'f'",
        "f.yaml:2: is not valid YAML: Unresolved tag: tag:yaml.org,2002:js/function. Delete the tag.",
    ],
    [
        "an application's tag",
        "a: !vault x",
        "f.yaml:1: is not valid YAML: Unresolved tag: !vault. Delete the tag.",
    ],
    [
        "binary data",
        "a: !!binary aGk=",
        "f.yaml:1: is not valid YAML: Unresolved tag: tag:yaml.org,2002:binary. Delete the tag.",
    ],
    ["a directive", "%YAML 1.2\n---\na: 1", "f.yaml:1: YAML directives are not allowed. Delete the line."],
    ["an alias bomb", bomb, "f.yaml:1: aliases must not add more than 10000 values. Write the values out."],
    ["an alias to itself", "a: &a [*a]", "f.yaml:1: alias *a contains itself. Write the values out."],
    ["deep nesting", "[".repeat(50_000), "f.yaml:1: must not be nested deeper than 100 levels. Flatten it."],
    [
        "deep nesting in a block",
        "- ".repeat(5_000) + "a",
        "f.yaml:1: must not be nested deeper than 100 levels. Flatten it.",
    ],
    [
        "a prototype key",
        "a:\n  __proto__: 1",
        "f.yaml:2: __proto__: is not allowed as a key. Choose another name.",
    ],
    [
        "a boolean key",
        "on: 1",
        "f.yaml:1: a key must be a string, and on is not read as one. Put the key in quotes.",
    ],
    ["a list as a key", "? [a]\n: 1", "f.yaml:1: a key must be a plain word. Write the key out as a string."],
    ["not a number", "a: .nan", "f.yaml:1: must be a finite number, as JSON has no other. Put it in quotes."],
    [
        "an infinite float",
        "a: 1e400",
        "f.yaml:1: must be a finite number, as JSON has no other. Put it in quotes.",
    ],
    [
        "an integer that loses digits",
        "a: 9007199254740993",
        "f.yaml:1: is an integer beyond 2^53, which loses digits. Put it in quotes.",
    ],
];

describe("parseYamlDocuments", () => {
    for (const [what, text, message] of refused) {
        it(`refuses ${what}`, () => {
            assert.equal(messageOf(text), message);
        });
    }

    it("accepts nesting of 99 levels", () => {
        assert.equal(messageOf("[".repeat(99) + "]".repeat(99)), "accepted");
    });

    it("refuses a text longer than the limit it was given, unread", () => {
        assert.throws(() => parseYamlDocuments("a: [", { file: "f.yaml", maxSize: 3 }), {
            message: "f.yaml: must not be larger than 3 characters. Split it.",
        });
    });

    it("accepts a byte order mark and CRLF", () => {
        assert.deepEqual(parseYamlDocument("\ufeffa: 1\r\nb: |\r\n  x\r\n  y\r\n", kubernetes).value, {
            a: 1,
            b: "x\ny\n",
        });
    });

    it("skips empty documents and keeps each other one's line", () => {
        const documents = parseYamlDocuments(
            "---\n---\na: 1\n---\n# only a comment\n---\nb: 2\n...\n",
            kubernetes,
        );

        assert.deepEqual(
            documents.map(({ value, line }) => [value, line]),
            [
                [{ a: 1 }, 3],
                [{ b: 2 }, 7],
            ],
        );
    });

    it("copies aliased values and lets written keys win over merged ones, earlier merges over later ones", () => {
        const text = "v: &v {a: 1, b: 1}\nw: *v\nz: {b: 2, <<: [*v, {a: 3, c: 3}]}\n";
        const { value } = parseYamlDocument(text, kubernetes);

        assert.deepEqual(value, { v: { a: 1, b: 1 }, w: { a: 1, b: 1 }, z: { b: 2, a: 1, c: 3 } });
    });

    it("reads a large flat map in linear time", () => {
        const text = Array.from({ length: 50_000 }, (_, index) => `k${index}: ${index}`).join("\n");

        assert.equal(Object.keys(parseYamlDocument(text, kubernetes).value as object).length, 50_000);
    });
});

describe("parseYamlDocument", () => {
    it("refuses an empty file and a second document", () => {
        assert.throws(() => parseYamlDocument("# nothing\n", { file: "f.yaml" }), {
            message: "f.yaml: is empty. Restore it from Git or write it.",
        });
        assert.throws(() => parseYamlDocument("a: 1\n---\nb: 2\n", { file: "f.yaml" }), {
            message: "f.yaml:3: must hold a single YAML document. Delete the second one.",
        });
    });

    it("finds the line of a key or an item, and of the deepest part where the rest does not exist", () => {
        const { lineOf } = parseYamlDocument("# c\na:\n  - x: 1\n    b:\n      c: 2\n  - 7\nd: {e: 1}\n", {
            file: "f",
        });
        const lines = [
            [],
            ["a"],
            ["a", 0],
            ["a", 0, "b", "c"],
            ["a", 1],
            ["d", "e"],
            ["a", 0, "b", "zz", "y"],
            ["zz"],
        ].map(lineOf);

        assert.deepEqual(lines, [2, 2, 3, 5, 6, 7, 4, 2]);
    });
});

describe("parseYamlDocuments, of large texts", () => {
    const document = (name: string, more = "") => `a: &x ${name}\nb:\n  c: *x\n${more}`;

    it("gives up on a document that would take more memory than any real one, and says where", () => {
        const tokens = "- - 1\n".repeat(250_000);
        assert.match(
            messageOf(`${document("1")}---\n&x\n${tokens}`),
            /^f\.yaml:\d{6}: must not hold a document of more than 1000000 tokens, unless it is written without anchors, tabs and texts over several lines\. Split it\.$/,
        );
        assert.equal(
            parseYamlDocuments(`${document("1")}---\n${tokens}`.replace(/^.*---\n/s, ""), kubernetes).length,
            1,
        );
    });

    it("finds lines in a text too long to remember them all", () => {
        const long = `# ${"x".repeat(1024 * 1024)}\n`;
        const text = `${document("1")}---\n${long}---\n${document("2", "d: 1\n")}`;
        const [first, second] = parseYamlDocuments(text, kubernetes);
        assert.deepEqual([first?.line, second?.line], [1, 7]);
        assert.deepEqual(
            [
                first?.lineOf(["b", "c"]),
                second?.lineOf(["b", "c"]),
                second?.lineOf(["d"]),
                second?.lineOf(["z"]),
            ],
            [3, 9, 10, 7],
        );
    });

    it("finds lines of plain documents by reading only those again", () => {
        const text = `# x\n---\n\na:\n  b: 1\n---\n---\n# y\nc: 1\nd:\n  - e: 1\n`;
        const [first, second] = parseYamlDocuments(text, kubernetes);
        assert.deepEqual([first?.lineOf(["a", "b"]), first?.lineOf([])], [5, 4]);
        assert.deepEqual([second?.lineOf(["d", 0, "e"]), second?.line], [11, 9]);
    });
});
