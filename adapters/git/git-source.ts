import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";

import { WindlassError } from "../../lifecycle/kit/errors";

/** How git is run. */
export interface RunGitArgs {
    /** Folder git works in. */
    readonly root: string;
    /** Arguments; what comes from a user stands behind `--end-of-options` or `--`. */
    readonly args: readonly string[];
    /** What git reads from standard input. @default nothing */
    readonly stdin?: string;
    /** Kills git when it is aborted. */
    readonly signal?: AbortSignal;
    /** Variables for git beside those of this process: an index file, a credential. @default none */
    readonly env?: Readonly<Record<string, string>>;
    /** Takes standard output piece by piece; an error it throws ends git. @default collected in the result */
    readonly onData?: ((chunk: Buffer) => void) | undefined;
}

/** What git answered. */
export interface GitResult {
    readonly stdout: string;
    readonly stderr: string;
    /** Exit status; -1 where a signal ended it. */
    readonly status: number;
}

/** Longest answer that is collected, in bytes: a list of a million files. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/** What says which repository is meant: a hook sets these for another one than the project's. */
const ELSEWHERE = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_NAMESPACE"];

/**
 * Runs git's plumbing: never through a shell, never asking for a password, never fetching what is missing.
 *
 * @throws WindlassError when git is not installed; the abort reason when it was aborted
 */
export async function runGit(args: RunGitArgs): Promise<GitResult> {
    args.signal?.throwIfAborted();
    const child = startGit(args);
    let fault: Error | undefined;
    const stop = (error: Error): void => {
        fault ??= error;
        child.kill("SIGKILL");
    };
    const kill = (): void => void child.kill("SIGKILL");
    args.signal?.addEventListener("abort", kill, { once: true });
    const output: Buffer[] = [];
    let size = 0;
    const keep = (chunk: Buffer): void => {
        size += chunk.length;
        if (size > MAX_OUTPUT)
            throw new WindlassError({ key: "git", rule: "answered more than can be read" });
        output.push(chunk);
    };
    child.stdout.on("data", (chunk: Buffer) => {
        try {
            if (!fault) (args.onData ?? keep)(chunk);
        } catch (error) {
            stop(error instanceof Error ? error : new Error(String(error)));
        }
    });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
        if (stderr.length < 10_000) stderr += chunk.toString("utf8");
    });
    // Git may end without reading what it was given.
    child.stdin.on("error", () => undefined);
    child.stdin.end(args.stdin ?? "");
    try {
        const status = await closed(child);
        args.signal?.throwIfAborted();
        if (fault) throw fault;
        return { stdout: Buffer.concat(output).toString("utf8"), stderr, status };
    } finally {
        args.signal?.removeEventListener("abort", kill);
    }
}

function startGit({ root, args, env: added }: RunGitArgs): ChildProcessWithoutNullStreams {
    const env: NodeJS.ProcessEnv = { ...process.env };
    for (const name of ELSEWHERE) delete env[name];
    Object.assign(env, {
        GIT_TERMINAL_PROMPT: "0",
        GIT_OPTIONAL_LOCKS: "0",
        GIT_NO_LAZY_FETCH: "1",
        LC_ALL: "C",
        ...added,
    });
    const settings = ["--no-replace-objects", "--no-pager", "-c", "core.quotePath=false"];
    return spawn("git", [...settings, ...args], {
        cwd: root,
        env,
        shell: false,
        windowsHide: true,
        stdio: "pipe",
    });
}

function closed(child: ChildProcessWithoutNullStreams): Promise<number> {
    return new Promise((resolve, reject) => {
        child.once("error", (error: NodeJS.ErrnoException) => {
            reject(
                new WindlassError({
                    key: "git",
                    rule: `cannot be started (${error.code ?? error.message})`,
                    remedy: "Install git, and check that the project's folder exists",
                }),
            );
        });
        child.once("close", (status) => resolve(status ?? -1));
    });
}
