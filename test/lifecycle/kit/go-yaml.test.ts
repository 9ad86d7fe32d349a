import assert from "node:assert/strict";
import { parse } from "yaml";

import { readGoYaml } from "../../../lifecycle/kit/go-yaml";
import { RECORDED_VERSIONS, RECORDED_WORKLOADS, recordedText } from "../../support/recordings";

describe("readGoYaml", () => {
    for (const version of RECORDED_VERSIONS) {
        for (const workload of RECORDED_WORKLOADS) {
            it(`reads ${workload} of istioctl ${version} as yaml does`, () => {
                const text = recordedText(version, workload);
                assert.deepEqual(readGoYaml(text), parse(text));
            });
        }
    }

    const texts: [string, string][] = [
        ["a list of lists", "a:\n- - 1\n  - 2\n- - 3\n"],
        ["a list of maps with lists", "a:\n- b:\n  - c\n  d: e\n- f\n"],
        ["null, empty and boolean values", "a: null\nb: {}\nc: []\nd: true\ne: false\nf:\n"],
        [
            "numbers and what looks like some",
            "a: 1\nb: -2\nc: 1.5\nd: \"1\"\ne: '0x1'\nf: 1e3\ng: 17 3 * * *\nh: 1.31.1\ni: 10.0.0.0/8\nj: 0x1F\nk: 0o7\n",
        ],
        ["quotes", 'a: \'it\'\'s\'\nb: "x\\ny \\u00e9 \\"q\\""\nc: "\\e\\x41"\n'],
        ["a literal block", "a: |\n  x\n\n  y\nb: |-\n  z\n   w\nc: 1\n"],
        ["a literal block with an indentation of its own", "a: |2-\n    x\n  y\nb: 1\n"],
        ["a block that keeps its end", "a: |+\n  x\n\nb: 1\n"],
        ["a text that goes on", "a: one\n  two\nb: 1\n"],
        ["a quoted text that goes on", "a: 'one\n\n  two'\nb: 1\n"],
        ["a folded block", "a: >-\n  one\n  two\n"],
        ["flow maps and anchors", "a: &x {b: [1, 2]}\nc: *x\n"],
        ["quoted and odd keys", "'a b': 1\n\"1\": 2\n? c\n: 3\n"],
        ["texts with colons and hashes", "a: b:c\nd: 'e: f'\ng: 'h #i'\nk: http://x\n"],
        ["comments", "a: b # c\n# d\ne: f\n"],
    ];
    for (const [what, text] of texts) {
        it(`reads ${what} as yaml does`, () => assert.deepEqual(readGoYaml(text), parse(text)));
    }

    it("reads parts that look like parts it has read before as yaml does", () => {
        const parts = [
            "- a: |\n    x\n",
            "- a: |\n    x\n\n",
            "- a: |-\n    x\n",
            "- a:\n  - b: 1\n",
            "- - b: 1\n",
            "- - - b: 1\n      c:\n",
            "- a:\n    b: 1\n  c:\n",
            "- a:\n    b: 1\n",
            "- a:\n    b: 1\n   \n",
        ];
        for (const first of parts) {
            for (const second of parts) {
                for (const text of [`k:\n${first}${second}`, `k:\n${first}${second}l: 1\n`]) {
                    assert.deepEqual(readGoYaml(text), parse(text), text);
                }
            }
        }
    });

    it("reads what it has read before only once", () => {
        const [first, second] = ["one", "two"].map(
            (name) => readGoYaml(`name: ${name}\nitems:\n- a: 1\n  b: 2\n`) as { items: unknown[] },
        );
        assert.equal(first?.items[0], second?.items[0]);
    });

    it("refuses what yaml refuses", () => assert.throws(() => readGoYaml("a: b: c\n")));
});
