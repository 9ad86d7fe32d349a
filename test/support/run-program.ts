import { type SpawnOptions, spawn } from "node:child_process";

import type { CommandOutcome, RunArgs } from "../../tools/sleep/commands";

/** Runs a program to its end, in a process of its own. */
export function runProgram(
    program: string,
    args: readonly string[],
    { cwd, env, signal }: RunArgs,
): Promise<CommandOutcome> {
    const options: SpawnOptions = {
        cwd,
        env: { ...process.env, ...env },
        signal,
        stdio: ["ignore", "pipe", "pipe"],
    };
    return new Promise((resolve, reject) => {
        const child = spawn(program, args, options);
        const texts = { printed: "", noted: "" };
        child.stdout?.setEncoding("utf8").on("data", (text: string) => (texts.printed += text));
        child.stderr?.setEncoding("utf8").on("data", (text: string) => (texts.noted += text));
        child.once("error", reject);
        child.once("close", (status) => resolve({ status: status ?? undefined, ...texts }));
    });
}
