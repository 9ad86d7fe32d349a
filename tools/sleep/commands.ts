import { type SpawnOptions, spawn } from "node:child_process";
import { join } from "node:path";

/** What a command came to. */
export interface CommandOutcome {
    /** Undefined where a signal ended it. */
    readonly status: number | undefined;
    readonly printed: string;
    readonly noted: string;
}

export interface RunArgs {
    readonly cwd: string;
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal;
}

/** Runs a program to its end, apart from this process: whoever looks at the cluster every second is not to wait for it. */
export function run(
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

/** Runs git. @returns What it prints. @throws Error with what it says where it fails */
export async function git(args: readonly string[], where: RunArgs): Promise<string> {
    const { status, printed, noted } = await run("git", args, {
        ...where,
        env: { GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", ...where.env },
    });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${noted}${printed}`);
    return printed.trim();
}

/** `windlass`, as this checkout has it. */
export const WINDLASS = join(__dirname, "..", "..", "cli", "windlass.cjs");

/** Runs a command of `windlass`. @throws Error where its status is none of those that are expected */
export async function windlass(
    args: readonly string[],
    { statuses = [0], ...where }: RunArgs & { readonly statuses?: readonly number[] },
): Promise<CommandOutcome> {
    const outcome = await run(process.execPath, [WINDLASS, ...args], where);
    if (outcome.status !== undefined && statuses.includes(outcome.status)) return outcome;
    where.signal?.throwIfAborted();
    throw new Error(
        `windlass ${args.join(" ")} ended with ${outcome.status}: ${outcome.printed}\n${outcome.noted}`,
    );
}
