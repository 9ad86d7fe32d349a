import { spawn } from "node:child_process";
import { constants } from "node:os";

import { WindlassError } from "../../lifecycle/kit/errors";

export interface AttachedIstioctlArgs {
    /** Path of the executable. */
    readonly istioctl: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Ends it as SIGTERM would. */
    readonly signal?: AbortSignal;
}

/**
 * Runs istioctl for the person at the terminal: with their terminal, their environment and their cluster.
 *
 * @returns its exit status; 128 and the signal's number where a signal ended it, as shells count it
 */
export function runAttached({ istioctl, args, env, signal }: AttachedIstioctlArgs): Promise<number> {
    return new Promise((resolve, reject) => {
        const child = spawn(istioctl, [...args], { env, shell: false, stdio: "inherit" });
        const stop = (): void => void child.kill("SIGTERM");
        if (signal?.aborted) stop();
        signal?.addEventListener("abort", stop, { once: true });
        child.once("error", (error: NodeJS.ErrnoException) => {
            const rule = `cannot be started (${error.code ?? error.message})`;
            reject(new WindlassError({ key: "istioctl", value: istioctl, rule }));
        });
        child.once("close", (status, by) => {
            signal?.removeEventListener("abort", stop);
            resolve(status ?? 128 + (by ? constants.signals[by] : 0));
        });
    });
}
