import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { WindlassError } from "../../lifecycle/kit/errors";
import { backoff } from "../http/retry";
import { withTimeLimit } from "../http/time-limit";
import { type GitResult, type RunGitArgs, runGit } from "./git-source";
import { remoteEnvironment, remoteSettings, withNodeAuthorities } from "./remote-environment";
import { remoteError, remoteFault } from "./remote-fault";

export interface RemoteGitArgs {
    /** Variables git starts from; `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` in either case. @default process.env */
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal;
    /** Milliseconds for all that is ever asked, waits included. @default 60000 */
    readonly budget?: number;
    /** Attempts at one question. @default 4 */
    readonly attempts?: number;
    /** Milliseconds before the first retry; twice as long before each further one. @default 500 */
    readonly firstWait?: number;
    /** Largest amount that is fetched, in bytes. @default 16 MiB */
    readonly maxSize?: number;
}

/** A question to a server. */
export interface RemoteQuestion extends Pick<RunGitArgs, "args" | "stdin" | "onMessage"> {
    readonly repository: URL;
    /** Settings beside those every question has: `remote.origin.url=…`. @default none */
    readonly settings?: readonly string[];
}

/** How often the size of what is fetched is looked at, in milliseconds. */
const LOOK = 100;

/** Git, in an empty repository of its own, asking servers that nobody trusts. */
export class RemoteGit {
    private readonly deadline: number;

    /** @param folder An empty folder, for this alone. */
    public constructor(
        private readonly args: RemoteGitArgs,
        private readonly folder: string,
    ) {
        this.deadline = Date.now() + (args.budget ?? 60_000);
    }

    /** @throws NetworkError when the server gives no answer within attempts and budget; WindlassError without git */
    public async ask(question: RemoteQuestion): Promise<string> {
        const { attempts = 4, firstWait = 500, signal } = this.args;
        const { repository, settings = [], args } = question;
        const all = [...remoteSettings(repository), ...settings.flatMap((each) => ["-c", each]), ...args];
        for (let attempt = 1; ; attempt++) {
            const { status, stdout, stderr } = await this.limited({ ...question, args: all }, repository);
            if (status === 0) return stdout;
            const fault = remoteFault(stderr);
            const wait = backoff(attempt, firstWait, Math.random());
            if (!fault.isTransient || attempt >= attempts || wait >= this.left)
                throw remoteError(repository, fault, attempt);
            await sleep(wait, undefined, { signal });
        }
    }

    /** Asks the folder's own repository. */
    public async local(args: readonly string[]): Promise<string> {
        const { status, stdout, stderr } = await this.run({ args });
        if (status === 0) return stdout;
        throw new WindlassError({ key: `git ${args[0] ?? ""}`, rule: stderr.slice(0, 200) });
    }

    private get left(): number {
        return Math.max(1, this.deadline - Date.now());
    }

    private async limited(question: Omit<RunGitArgs, "root">, repository: URL): Promise<GitResult> {
        const { signal, maxSize = 16 * 1024 * 1024 } = this.args;
        const tooLarge = new AbortController();
        const look = (): void => {
            if (sizeOf(join(this.folder, "objects")) <= maxSize) return;
            tooLarge.abort(
                new WindlassError({ value: repository.href, rule: `sent more than ${maxSize} bytes` }),
            );
        };
        const watch = setInterval(look, LOOK);
        try {
            const signals = [...(signal ? [signal] : []), tooLarge.signal];
            const result = await withTimeLimit(this.left, signals, (stop) =>
                this.run({ ...question, signal: stop }),
            );
            // It may all have come between two looks.
            look();
            tooLarge.signal.throwIfAborted();
            return result;
        } catch (error) {
            if ((error as Error).name !== "TimeoutError") throw error;
            const fault = { rule: "did not answer in time", isTransient: false };
            throw remoteError(repository, fault, 1);
        } finally {
            clearInterval(watch);
        }
    }

    private run(args: Omit<RunGitArgs, "root">): Promise<GitResult> {
        const { env = process.env, signal } = this.args;
        return runGit({
            root: this.folder,
            signal,
            base: {},
            env: remoteEnvironment(env, this.folder),
            ...args,
        });
    }
}

/**
 * Lets a piece of work ask servers with git, in a temporary repository that goes when the work, or the process, ends.
 *
 * @throws WindlassError when git is not installed
 */
export async function withRemoteGit<T>(
    args: RemoteGitArgs,
    work: (git: RemoteGit) => Promise<T>,
): Promise<T> {
    const folder = mkdtempSync(join(tmpdir(), "windlass-remote-"));
    const remove = (): void => rmSync(folder, { recursive: true, force: true });
    process.once("exit", remove);
    try {
        const env = withNodeAuthorities(args.env ?? process.env, folder);
        const git = new RemoteGit({ ...args, env }, folder);
        await git.local(["init", "--quiet", "--bare", "--template="]);
        return await work(git);
    } finally {
        process.off("exit", remove);
        remove();
    }
}

function sizeOf(folder: string): number {
    let size = 0;
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }))
        size += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
    return size;
}
