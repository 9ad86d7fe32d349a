import assert from "node:assert/strict";

import fc from "fast-check";
import { parse } from "yaml";

import { parseYamlDocument, parseYamlDocuments } from "../../../lifecycle/kit/strict-yaml";
import { writeYaml, writeYamlDocuments } from "../../../lifecycle/kit/write-yaml";

/** Strings that YAML 1.1, YAML 1.2 or Kubernetes would take for something else when written plainly. */
const tricky = [
    ..."yes no on off y n Y N true False null Null ~ = << . .. .nan .inf e5 1e3 1E3 0o7 017 08 0x1F 0b11".split(
        " ",
    ),
    ..."1_000 12:30 12:30:45 1.5 -1 +1 .5 1. 2026-10-01 2026-10-01T00:00:00Z - ? : ! & * | > % @ ` ' # { [ ,".split(
        " ",
    ),
    ...[
        '"',
        "",
        " ",
        "\n",
        "\n\n",
        "a\n",
        "a\n\n",
        "\na",
        " a",
        "a ",
        "a: b",
        "a #b",
        "- a",
        "\ta",
        "a\tb",
        "a\r\nb",
    ],
    ...[
        "---",
        "...",
        "--- a",
        "\u0000",
        "\u0085",
        "\u2028",
        "\ufeff",
        "a\u007f",
        "\ud800",
        "\u202e",
        "\ud83d\ude00",
    ],
    ...["a\n  b\n c\n", "  a\nb", "a \nb", "a\n \n", "__proto", "constructor"],
];
const text = fc.oneof(fc.constantFrom(...tricky), fc.string(), fc.string({ unit: "binary" }));
const data = fc.letrec((tie) => ({
    value: fc.oneof(
        { depthSize: "small" },
        text,
        fc.boolean(),
        fc.constant(null),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).map((value) => value + 0),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(
            text.filter((key) => key !== "__proto__" && key.length < 500),
            tie("value"),
            {
                maxKeys: 4,
                noNullPrototype: true,
            },
        ),
    ),
})).value;

describe("writeYaml", () => {
    it("writes every tricky string so that YAML 1.1, YAML 1.2 and Kubernetes read the same string", () => {
        for (const value of tricky) {
            const written = writeYaml({ [value]: [value] });

            assert.deepEqual(parse(written, { version: "1.2" }), { [value]: [value] }, written);
            // The library takes even a quoted << for a merge key; Kubernetes' reader, below, does not.
            if (value !== "<<")
                assert.deepEqual(parse(written, { version: "1.1" }), { [value]: [value] }, written);
            for (const dialect of ["core", "kubernetes"] as const) {
                assert.deepEqual(parseYamlDocument(written, { file: "f", dialect }).value, {
                    [value]: [value],
                });
            }
        }
    });

    it("gives back the same data for any JSON data, read by Kubernetes' rules or by YAML 1.2's", () => {
        fc.assert(
            fc.property(data, (value) => {
                const written = writeYaml({ value });

                for (const dialect of ["core", "kubernetes"] as const) {
                    assert.deepEqual(parseYamlDocument(written, { file: "f", dialect }).value, { value });
                }
                assert.match(written, /[^\n]\n$|[:-] \|\+/);
                assert.doesNotMatch(written, /\r/);
            }),
        );
    });

    it("does not depend on the order keys were set in", () => {
        fc.assert(
            fc.property(
                fc.dictionary(
                    text.filter((key) => key !== "__proto__"),
                    data,
                ),
                (value) => {
                    const turned = Object.fromEntries(Object.entries(value).reverse());

                    assert.equal(writeYaml(turned), writeYaml(value));
                },
            ),
        );
    });

    it("sorts keys by code unit at every level, below a header, and leaves out undefined members", () => {
        assert.equal(
            writeYaml({ b: [{ z: 1, A: "yes" }], a: {}, c: undefined }, { header: ["One.", "", "Two."] }),
            '# One.\n#\n# Two.\na: {}\nb:\n  - A: "yes"\n    z: 1\n',
        );
    });

    it("keeps the keys' order when told to", () => {
        assert.equal(writeYaml({ b: 1, a: 2 }, { sortKeys: false }), "b: 1\na: 2\n");
    });

    it("repeats a shared value instead of writing an anchor, and never folds a long line", () => {
        const shared = { long: "word ".repeat(60).trim() };

        assert.equal(
            writeYaml({ a: shared, b: shared }),
            `a:\n  long: ${shared.long}\nb:\n  long: ${shared.long}\n`,
        );
    });

    it("separates several documents so that they are read back one by one", () => {
        const written = writeYamlDocuments([{ a: 1 }, { b: 2 }]);

        assert.equal(written, "a: 1\n---\nb: 2\n");
        assert.deepEqual(
            parseYamlDocuments(written, { file: "f" }).map((document) => document.value),
            [{ a: 1 }, { b: 2 }],
        );
    });
});
