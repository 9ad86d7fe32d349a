import assert from "node:assert/strict";

import {
    NotPlain,
    flowValue,
    quotedEnd,
    quotedValue,
    scalarValue,
    splitKey,
    withoutComment,
} from "../../../lifecycle/kit/plain-yaml-line";

describe("splitKey", () => {
    for (const [text, expected] of [
        ["a: b", ["a", "b"]],
        ["a:", ["a", ""]],
        ["a: # c", ["a", ""]],
        ["'a b':  c ", ["a b", "c"]],
        ['"a/b": c', ["a/b", "c"]],
    ] as const) {
        it(`takes ${text} apart`, () => assert.deepEqual(splitKey(text), expected));
    }
    for (const text of ["a", "yes: b", "1: b", "a b: c", "__proto__: a", "? a: b", "<<: a"]) {
        it(`leaves ${text} alone`, () => assert.throws(() => splitKey(text), NotPlain));
    }
});

describe("quotedEnd", () => {
    for (const [text, start, end] of [
        ["''", 0, 2],
        ["'a''b' c", 0, 6],
        ["'a''", 0, -1],
        ["x", 0, -1],
        ["", 0, -1],
        [String.raw`"a\"b" c`, 0, 6],
        [String.raw`"a\\" "`, 0, 5],
        [String.raw`"a\\\"`, 0, -1],
        [`x: "'" '`, 3, 6],
    ] as const) {
        it(`ends ${text} at ${end}`, () => assert.equal(quotedEnd(text, start), end));
    }
});

describe("quotedValue", () => {
    for (const [text, value] of [
        ["'a''b'", "a'b"],
        [String.raw`"\"\\\n\u00e9"`, '"\\\né'],
        [String.raw`"\x41"`, undefined],
        [String.raw`"\ud83d\ude00"`, undefined],
        [`"a" b`, undefined],
        [`"a`, undefined],
    ] as const) {
        it(`reads ${text}`, () => assert.equal(quotedValue(text), value));
    }

    it("reads megabytes, where a regular expression would run out of stack", () => {
        const many = 4_000_000;
        assert.equal(quotedValue(`"${"x".repeat(many)}"`)?.length, many);
        assert.equal(quotedValue(`"${String.raw`\n`.repeat(many)}"`)?.length, many);
        assert.equal(quotedValue(`'${"''".repeat(many)}'`)?.length, many);
        assert.equal(withoutComment(`"${"x#".repeat(many)}" # c`).length, 2 * many + 2);
        assert.equal((flowValue(`["${"x".repeat(many)}", ${"y".repeat(many)}]`) as string[]).length, 2);
    });
});

describe("withoutComment", () => {
    for (const [text, expected] of [
        ["a # b", "a"],
        ["a#b", "a#b"],
        ["'a # b' # c", "'a # b'"],
        ["a\u00a0", "a\u00a0"],
    ] as const) {
        it(`makes ${expected} of ${text}`, () => assert.equal(withoutComment(text), expected));
    }
});

describe("scalarValue", () => {
    for (const [text, expected] of [
        ["1", 1],
        ["-1.5", -1.5],
        ["1.31.1", "1.31.1"],
        ["10m", "10m"],
        ["true", true],
        ["null", null],
        ["''", ""],
        ['"\\n"', "\n"],
        ["~1.31", "~1.31"],
    ] as const) {
        it(`reads ${text}`, () => assert.equal(scalarValue(text), expected));
    }
    for (const text of ["", "yes", "010", "1e3", "-0", "12:30", "a: b", "*a", ".5", "0x1"]) {
        it(`leaves ${text || "nothing"} alone`, () => assert.throws(() => scalarValue(text), NotPlain));
    }
});

describe("flowValue", () => {
    it("reads maps and lists in each other", () =>
        assert.deepEqual(flowValue("{a: [1, 'b, c'], d: {}, e: []}"), { a: [1, "b, c"], d: {}, e: [] }));
    for (const text of [
        "[a, ]",
        "{a}",
        "{a: 1, a: 2}",
        "[a] b",
        "[a",
        "[a b]",
        `${"[".repeat(30)}${"]".repeat(30)}`,
    ]) {
        it(`leaves ${text} alone`, () => assert.throws(() => flowValue(text), NotPlain));
    }
});
