import assert from "node:assert/strict";
import {
    ExitStatus,
    WindlassError,
    WindlassErrors,
    formatError,
    quoteValue,
    throwCollected,
    tracesOf,
} from "../../../lifecycle/kit/errors";

/** `[details, message]` */
const messages: readonly (readonly [Parameters<typeof formatError>[0], string])[] = [
    [{ rule: "must not be empty" }, "must not be empty."],
    [
        {
            file: "stacks/Pulumi.dev.yaml",
            line: 4,
            key: "istio.range",
            value: "*",
            rule: "is too broad",
            remedy: "Name a minor",
        },
        'stacks/Pulumi.dev.yaml:4: istio.range: "*": is too broad. Name a minor.',
    ],
    [{ file: "a.yaml", value: undefined, rule: "is empty" }, "a.yaml: is empty."],
    [{ key: "k", value: null, rule: "must be set" }, "k: null: must be set."],
];

describe("formatError", () => {
    for (const [details, message] of messages) {
        it(`writes ${message}`, () => {
            assert.equal(formatError(details), message);
        });
    }
});

describe("quoteValue", () => {
    it("keeps a value on one line, whatever it holds", () => {
        assert.equal(quoteValue("a\nb\u001b[31m"), '"a\\nb\\u001b[31m"');
        assert.equal(quoteValue("a\u2028b\u202ec\u007f"), '"a\ufffdb\ufffdc\ufffd"');
    });

    it("shortens a long value to 80 characters", () => {
        assert.equal(quoteValue("x".repeat(1000)).length, 80);
    });
});

describe("quoteValue of an address", () => {
    it("does not cut it", () => {
        const address = `https://example.com/${"x".repeat(100)}/istioctl-1.31.1-linux-amd64.tar.gz.sha256`;

        assert.equal(quoteValue(address), JSON.stringify(address));
        assert.equal(quoteValue(`https://example.com/${"x".repeat(1000)}`).length, 500);
        assert.equal(quoteValue(`https://example.com/ ${"x".repeat(1000)}`).length, 80);
    });
});

describe("tracesOf", () => {
    it("gives the stack of what an error was made from, each once", () => {
        const origin = new TypeError("x");
        const made = new WindlassError({ rule: "made" });
        made.cause = origin;
        const plain = new WindlassError({ rule: "plain" });

        assert.deepEqual(tracesOf(made), [origin.stack]);
        assert.deepEqual(tracesOf(new WindlassErrors([made, plain, made])), [origin.stack, plain.stack]);
        assert.deepEqual(tracesOf("text"), ["text"]);
    });
});

describe("WindlassError.sentence", () => {
    it("is the message without its last full stop", () => {
        const error = new WindlassError({ file: "a.yaml", rule: "is wrong", remedy: "Write 1.2" });
        assert.equal(error.sentence, "a.yaml: is wrong. Write 1.2");
    });
});

describe("throwCollected", () => {
    it("throws nothing, the one error, or all messages in one", () => {
        const first = new WindlassError({ rule: "first", exitStatus: ExitStatus.stale });
        const second = new WindlassError({ rule: "second" });

        assert.doesNotThrow(() => throwCollected([]));
        assert.throws(() => throwCollected([first]), first);
        assert.throws(() => throwCollected([first, second, first]), {
            message: "first.\nsecond.",
            exitStatus: ExitStatus.stale,
        });
    });
});
