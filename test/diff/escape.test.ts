import assert from "node:assert/strict";
import fc from "fast-check";
import { brief, codeSpan, fenced, htmlCode, toMarkdown, toText, visible } from "../../diff/escape";
import { say } from "../../diff/phrase";

const pieces = [
    ..."`|*_<>&@#[]()!\\\n\r\t \u0000\u001b\u202e\u200b\u2028\ud800a",
    "</details>",
    "<img src=x>",
    "@all",
    "```",
];
const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));

describe("visible", () => {
    for (const [text, expected] of [
        ["a\nb\tc", "a\\nb\\tc"],
        ["\u001b[31m", "\\u{1b}[31m"],
        ["\u202eevil", "\\u{202e}evil"],
        ["\u{e0041}", "\\u{e0041}"],
        ["ü → 🛑", "ü → 🛑"],
    ] as const) {
        it(`shows ${JSON.stringify(text)} as ${expected}`, () => assert.equal(visible(text), expected));
    }
});

describe("brief", () => {
    it("is never longer than it may be", () => {
        fc.assert(
            fc.property(
                fc.string(),
                fc.integer({ min: 1, max: 50 }),
                (text, most) => brief(text, most).length <= most,
            ),
        );
    });
});

describe("codeSpan", () => {
    for (const [text, expected] of [
        ["a", "`a`"],
        ["a`b", "``a`b``"],
        ["`", "`` ` ``"],
        ["", "(empty)"],
        ["@all #1 <img>", "`@all #1 <img>`"],
    ] as const) {
        it(`writes ${JSON.stringify(text)} as ${expected}`, () => assert.equal(codeSpan(text), expected));
    }

    it("holds whatever stands in it: no run of backticks in it is as long as its fence", () => {
        fc.assert(
            fc.property(hostile, (text) => {
                const span = codeSpan(text);
                if (span.startsWith("(")) return;
                const fence = /^`+/.exec(span)?.[0] ?? "";
                const inner = span.slice(fence.length, -fence.length);
                assert.ok(span.endsWith(fence) && !/\n/.test(span));
                assert.ok(
                    [...inner.matchAll(/`+/g)].every(([run]) => run.length !== fence.length),
                    span,
                );
            }),
        );
    });
});

describe("fenced", () => {
    it("is closed by its last line and by no other", () => {
        fc.assert(
            fc.property(fc.array(hostile), (lines) => {
                const [first = "", ...rest] = fenced(lines, "diff").split("\n");
                const fence = first.replace("diff", "");
                assert.equal(rest.pop(), fence);
                assert.ok(rest.every((line) => !line.trimStart().startsWith(fence)));
            }),
        );
    });
});

describe("htmlCode", () => {
    it("has no tag but its own", () => {
        fc.assert(
            fc.property(hostile, (text) => assert.match(htmlCode(text), /^<code>[^<>"'`\n]*<\/code>$/)),
        );
    });
});

describe("toMarkdown and toText", () => {
    it("tell words of ours from data", () => {
        const phrase = say`webhook ${"a removed"} of ${"b"}`;
        assert.equal(toMarkdown(phrase), "webhook `a removed` of `b`");
        assert.equal(toText(phrase), 'webhook "a removed" of b');
    });
});
