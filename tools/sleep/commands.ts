import { runGit } from "../../adapters/git/git-source";

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

/** Runs git, as nobody has configured it. @returns What it prints. @throws Error with what it says where it fails */
export async function git(args: readonly string[], { cwd, env, signal }: RunArgs): Promise<string> {
    const base = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", ...env };
    const { status, stdout, stderr } = await runGit({ root: cwd, args, base, signal });
    if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}${stdout}`);
    return stdout.trim();
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
