import { styleText } from "node:util";
import type { WriteStream } from "node:tty";

/** Colours used in output, by what they mean. */
export type Tone = "good" | "warning" | "bad" | "dim" | "strong";

const STYLES = { good: "green", warning: "yellow", bad: "red", dim: "dim", strong: "bold" } as const;

/** Where a command writes: results to standard output, messages and progress to standard error. */
export interface Terminal {
    /** Writes a result, with a line break. */
    print(text: string): void;
    /** Writes a message for the person watching, with a line break. */
    note(text: string): void;
    /** Shows how far long work has come: one line that replaces itself on a terminal, nothing elsewhere. */
    progress(text: string): void;
    /** Colours a text for standard output; plain where that is no terminal or colour is not wanted. */
    paint(tone: Tone, text: string): string;
    /** Width of standard output in characters. @default unknown, as where it is no terminal */
    readonly columns?: number;
}

/** A stream a terminal can write to. */
export type Sink = Pick<NodeJS.WriteStream, "write"> & Partial<Pick<WriteStream, "isTTY" | "columns">>;

/**
 * The terminal of a process. Colour appears only on a terminal, and never with `NO_COLOR` (no-color.org) or `TERM=dumb`;
 * `FORCE_COLOR` asks for it elsewhere.
 */
export function processTerminal(
    stdout: Sink = process.stdout,
    stderr: Sink = process.stderr,
    env: Readonly<Record<string, string | undefined>> = process.env,
): Terminal {
    const coloured = wantsColour(stdout, env);
    const live = stderr.isTTY === true && env["TERM"] !== "dumb" && !env["CI"];
    let shown = false;
    const clear = () => {
        if (shown) stderr.write("\r\u001b[2K");
        shown = false;
    };
    return {
        columns: stdout.isTTY === true ? stdout.columns : undefined,
        print(text) {
            clear();
            stdout.write(`${text}\n`);
        },
        note(text) {
            clear();
            stderr.write(`${text}\n`);
        },
        progress(text) {
            if (!live) return;
            clear();
            stderr.write(text.slice(0, (stderr.columns ?? 80) - 1));
            shown = true;
        },
        paint(tone, text) {
            return coloured ? styleText(STYLES[tone], text, { validateStream: false }) : text;
        },
    };
}

function wantsColour(stdout: Sink, env: Readonly<Record<string, string | undefined>>): boolean {
    if (env["NO_COLOR"]) return false;
    if (env["FORCE_COLOR"] && env["FORCE_COLOR"] !== "0") return true;
    return stdout.isTTY === true && env["TERM"] !== "dumb";
}
