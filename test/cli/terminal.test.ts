import assert from "node:assert/strict";
import { processTerminal } from "../../cli/terminal";

function sink(isTTY: boolean) {
    const written: string[] = [];
    return {
        isTTY,
        columns: 20,
        written,
        write: (text: string | Uint8Array) => written.push(String(text)) > 0,
    };
}

/** `[standard output is a terminal, environment, colour is used]` */
const colour: readonly (readonly [boolean, Record<string, string>, boolean])[] = [
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: "1" }, false],
    [true, { TERM: "dumb" }, false],
    [false, { FORCE_COLOR: "1" }, true],
    [true, { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
];

describe("processTerminal", () => {
    for (const [isTTY, env, used] of colour) {
        it(`${used ? "uses" : "leaves out"} colour ${isTTY ? "on a terminal" : "elsewhere"} with ${JSON.stringify(env)}`, () => {
            const terminal = processTerminal(sink(isTTY), sink(isTTY), env);

            assert.equal(terminal.paint("good", "ok"), used ? "\u001b[32mok\u001b[39m" : "ok");
        });
    }

    it("writes results and messages to different streams", () => {
        const [out, err] = [sink(false), sink(false)];
        const terminal = processTerminal(out, err, {});

        terminal.print("result");
        terminal.note("message");

        assert.deepEqual([out.written, err.written], [["result\n"], ["message\n"]]);
    });

    it("replaces the line of progress by the next one and clears it before a message", () => {
        const [out, err] = [sink(true), sink(true)];
        const terminal = processTerminal(out, err, {});

        terminal.progress("one");
        terminal.progress("two");
        terminal.note("done");

        assert.equal(err.written.join(""), "one\r\u001b[2Ktwo\r\u001b[2Kdone\n");
    });

    for (const [isTTY, env] of [
        [false, {}],
        [true, { CI: "true" }],
    ] as const) {
        it(`shows no progress ${isTTY ? "in CI" : "where nobody watches"}`, () => {
            const err = sink(isTTY);

            processTerminal(sink(false), err, env).progress("one");

            assert.deepEqual(err.written, []);
        });
    }
});
