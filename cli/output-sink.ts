import { writeSync } from "node:fs";
import { isatty } from "node:tty";

import { ExitStatus } from "../lifecycle/kit/errors";
import type { Sink } from "./terminal";

/** Milliseconds to wait for a reader that is slower than we are. */
const PAUSE = 5;

/**
 * Standard output or error, written at once and in order: what a command prints is out before it goes on, whichever thread
 * it runs in. A reader that has seen enough (`| head`) ends the command, and is no fault of ours.
 *
 * @param descriptor - 1 or 2
 * @param columns - width of the terminal. @default unknown
 */
export function outputSink(descriptor: 1 | 2, columns?: number): Sink {
    return {
        isTTY: isatty(descriptor),
        columns,
        write(text: string | Uint8Array): boolean {
            const bytes = typeof text === "string" ? Buffer.from(text) : text;
            for (let written = 0; written < bytes.length;)
                written += writeSome(descriptor, bytes.subarray(written));
            return true;
        },
    };
}

function writeSome(descriptor: number, bytes: Uint8Array): number {
    try {
        return writeSync(descriptor, bytes);
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EPIPE") process.exit(ExitStatus.ok);
        if (code !== "EAGAIN") throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
        return 0;
    }
}
