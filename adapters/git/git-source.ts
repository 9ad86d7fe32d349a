import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync } from "node:fs";

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
    /** Variables for git beside those of {@link base}: an index file, a credential. @default none */
    readonly env?: Readonly<Record<string, string>>;
    /** Environment git starts from. @default this process's */
    readonly base?: Readonly<NodeJS.ProcessEnv>;
    /** Takes standard output piece by piece; an error it throws ends git. @default collected in the result */
    readonly onData?: (chunk: Buffer) => void;
    /** Takes standard error piece by piece as well; an error it throws ends git. */
    readonly onMessage?: (text: string) => void;
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

/** Whether processes stand in groups that can be ended as one. */
const HAS_GROUPS = process.platform !== "win32";

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
    const kill = (): void => killGroup(child);
    const guarded =
        (read: (chunk: Buffer) => void) =>
        (chunk: Buffer): void => {
            if (fault) return;
            try {
                read(chunk);
            } catch (error) {
                fault = error instanceof Error ? error : new Error(String(error));
                kill();
            }
        };
    args.signal?.addEventListener("abort", kill, { once: true });
    const output: Buffer[] = [];
    let size = 0;
    const keep = (chunk: Buffer): void => {
        size += chunk.length;
        if (size > MAX_OUTPUT)
            throw new WindlassError({ key: "git", rule: "answered more than can be read" });
        output.push(chunk);
    };
    child.stdout.on("data", guarded(args.onData ?? keep));
    let stderr = "";
    const say = (chunk: Buffer): void => {
        const text = chunk.toString("utf8");
        if (stderr.length < 10_000) stderr += text;
        args.onMessage?.(text);
    };
    child.stderr.on("data", guarded(say));
    // Git may end without reading what it was given.
    child.stdin.on("error", () => undefined);
    child.stdin.end(args.stdin ?? "");
    try {
        const status = await closed(child, args.root);
        args.signal?.throwIfAborted();
        if (fault) throw fault;
        return { stdout: Buffer.concat(output).toString("utf8"), stderr, status };
    } finally {
        args.signal?.removeEventListener("abort", kill);
    }
}

function startGit({
    root,
    args,
    env: added,
    base = process.env,
}: RunGitArgs): ChildProcessWithoutNullStreams {
    const env: NodeJS.ProcessEnv = { ...base };
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
        detached: HAS_GROUPS,
    });
}

/** Ends git with what it has started: the helper that talks to a server would wait for that server without end. */
function killGroup({ pid }: ChildProcessWithoutNullStreams): void {
    if (pid === undefined) return;
    try {
        process.kill(HAS_GROUPS ? -pid : pid, "SIGKILL");
    } catch {
        // It has ended by itself.
    }
}

function closed(child: ChildProcessWithoutNullStreams, root: string): Promise<number> {
    return new Promise((resolve, reject) => {
        child.once("error", (error: NodeJS.ErrnoException) => {
            // The system says the same of a command and of a folder that is not there.
            const isMissing = error.code === "ENOENT" && existsSync(root);
            reject(
                new WindlassError({
                    key: "git",
                    rule: isMissing
                        ? "is not installed"
                        : `cannot be started (${error.code ?? error.message})`,
                    remedy: isMissing
                        ? "Install git 2.32 or newer, and have it on the PATH"
                        : `Check the folder ${root}`,
                }),
            );
        });
        child.once("close", (status) => resolve(status ?? -1));
    });
}
