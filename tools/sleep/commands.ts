import { type SpawnOptions, spawn } from "node:child_process";

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

/** How often something was done, and how long it took in all. */
export interface Spent {
    readonly times: number;
    readonly seconds: number;
}

/** Adds up what takes how long, by name. */
export class Stopwatch {
    private readonly found = new Map<string, Spent>();

    public async time<T>(what: string, work: () => Promise<T>): Promise<T> {
        const began = performance.now();
        try {
            return await work();
        } finally {
            const { times, seconds } = this.found.get(what) ?? { times: 0, seconds: 0 };
            const more = (performance.now() - began) / 1000;
            this.found.set(what, { times: times + 1, seconds: seconds + more });
        }
    }

    public spent(): Readonly<Record<string, Spent>> {
        return Object.fromEntries(this.found);
    }
}
