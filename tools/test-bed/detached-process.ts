import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";

/** How a program is started. */
export interface StartDetachedArgs {
    /** Path of its executable. */
    readonly program: string;
    readonly args: readonly string[];
    /** Folder it runs in. */
    readonly cwd: string;
    /** Its environment beside PATH, which is this process's. */
    readonly env: Readonly<Record<string, string>>;
    /** File that what it writes is appended to; its folder is there. */
    readonly log: string;
}

/** A program that was started. */
export interface DetachedProcess {
    /** 0 where it could not be started. */
    readonly pid: number;
    /** Whether it still runs. */
    readonly alive: () => boolean;
}

/** Starts a program in a session of its own, so that it outlives this process and no Ctrl-C reaches it. */
export function startDetached({ program, args, cwd, env, log }: StartDetachedArgs): DetachedProcess {
    const output = openSync(log, "a", 0o600);
    try {
        const child = spawn(program, args, {
            cwd,
            detached: true,
            env: { PATH: process.env["PATH"] ?? "", ...env },
            stdio: ["ignore", output, output],
        });
        // A program that cannot be started is told by its absence, like one that ended.
        child.on("error", () => undefined);
        child.unref();
        const { pid } = child;
        return {
            pid: pid ?? 0,
            alive: () => pid !== undefined && child.exitCode === null && child.signalCode === null,
        };
    } finally {
        closeSync(output);
    }
}
