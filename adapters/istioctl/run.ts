import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { devNull } from "node:os";

import { WindlassError } from "../../lifecycle/kit/errors";

/** How istioctl is run. */
export interface RunIstioctlArgs {
    /** Path of the executable. */
    readonly istioctl: string;
    readonly args: readonly string[];
    /** What it reads from standard input. @default nothing */
    readonly stdin?: string;
    /** Variables on top of the environment. */
    readonly env?: Readonly<Record<string, string>>;
    /** Milliseconds after which it is killed. @default 60000 */
    readonly timeout?: number;
    /** Kills it when it is aborted. */
    readonly signal?: AbortSignal;
}

/** What istioctl answered. */
export interface IstioctlResult {
    readonly stdout: string;
    readonly stderr: string;
    /** Exit status; -1 where a signal ended it. */
    readonly status: number;
}

const TIMEOUT = 60_000;
/** Longest answer that is kept, in characters: a manifest of the whole control plane is about 1 MB. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/**
 * Starts istioctl: never through a shell, and always with an empty kubeconfig and outside of any cluster, so that it
 * cannot ask one. The caller has to pass `--revision` where the command knows it, or istioctl looks for one in a cluster.
 */
export function startIstioctl(args: RunIstioctlArgs): ChildProcessWithoutNullStreams {
    const env: NodeJS.ProcessEnv = { ...process.env, ...args.env, KUBECONFIG: devNull };
    delete env["KUBERNETES_SERVICE_HOST"];
    delete env["KUBERNETES_SERVICE_PORT"];
    args.signal?.throwIfAborted();
    const child = spawn(args.istioctl, [...args.args], {
        env,
        shell: false,
        windowsHide: true,
        stdio: "pipe",
    });
    const kill = (): void => void child.kill("SIGKILL");
    args.signal?.addEventListener("abort", kill, { once: true });
    child.once("close", () => args.signal?.removeEventListener("abort", kill));
    return child;
}

/**
 * Runs istioctl to its end.
 *
 * @throws WindlassError when it cannot be started or takes too long; the abort reason when it was aborted.
 */
export async function runIstioctl(args: RunIstioctlArgs): Promise<IstioctlResult> {
    const { timeout = TIMEOUT, istioctl } = args;
    const child = startIstioctl(args);
    let late = false;
    const timer = setTimeout(() => {
        late = true;
        child.kill("SIGKILL");
    }, timeout);
    const [stdout, stderr] = [collect(child, "stdout"), collect(child, "stderr")];
    // It may end without reading what it was given.
    child.stdin.on("error", () => undefined);
    child.stdin.end(args.stdin ?? "");
    try {
        const status = await closed(child, istioctl);
        args.signal?.throwIfAborted();
        if (late) {
            throw new WindlassError({
                key: "istioctl",
                value: args.args.slice(0, 2).join(" "),
                rule: `did not end within ${timeout / 1000} seconds`,
                remedy: "Run it again, or by hand to see what it waits for",
            });
        }
        return { stdout: stdout(), stderr: stderr(), status };
    } finally {
        clearTimeout(timer);
    }
}

/** Exit status of a child once all its output has been read. */
export function closed(child: ChildProcessWithoutNullStreams, istioctl: string): Promise<number> {
    return new Promise((resolve, reject) => {
        child.once("error", (error: NodeJS.ErrnoException) => {
            reject(
                new WindlassError({
                    key: "istioctl",
                    value: istioctl,
                    rule: `cannot be started (${error.code ?? error.message})`,
                    remedy: "Check that it is an executable for this machine",
                }),
            );
        });
        child.once("close", (status) => resolve(status ?? -1));
    });
}

function collect(child: ChildProcessWithoutNullStreams, stream: "stdout" | "stderr"): () => string {
    const chunks: Buffer[] = [];
    let size = 0;
    child[stream].on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > MAX_OUTPUT) child.kill("SIGKILL");
        else chunks.push(chunk);
    });
    return () => Buffer.concat(chunks).toString("utf8");
}
