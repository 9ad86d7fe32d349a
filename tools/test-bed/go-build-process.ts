import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";

/** Who is told how far long work has come. A terminal is one. */
export interface Reporter {
    /** Once for each thing done. */
    note(text: string): void;
    /** Replaced by the next one, and not shown where nobody watches. */
    progress(text: string): void;
}

/** What {@link goBuild} builds, and where to. */
export interface GoBuildArgs {
    /** Path of `go`. */
    readonly go: string;
    /** Folder of the module that requires the package. */
    readonly module: string;
    /** Flags beside those every build has: `-modfile=…`. @default none */
    readonly flags?: readonly string[];
    /** Import path of the main package. */
    readonly package: string;
    /** Value of `-ldflags`. */
    readonly ldflags: string;
    /** Where the program goes. Nobody else may build it at the same time. */
    readonly program: string;
    /** What it is called in messages: `etcd v3.6.8 (1 of 5)`. */
    readonly what: string;
    /** Where a reader finds what a build needs: `tools/control-plane/README.md`. */
    readonly help: string;
    readonly reporter: Reporter;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal;
}

const DRAFT = ".windlass-tmp";

/**
 * Builds a program beside its place and moves it there, so that it is there whole or not at all. What a killed build left
 * beside it is cleared.
 *
 * @returns seconds it took
 * @throws WindlassError with Go's last words where it does not build
 */
export async function goBuild(args: GoBuildArgs): Promise<number> {
    const { go, module, flags = [], ldflags, program, what, reporter, env, signal } = args;
    const folder = dirname(program);
    mkdirSync(folder, { recursive: true });
    const drafts = `.${basename(program)}.`;
    for (const name of readdirSync(folder)) {
        if (name.startsWith(drafts) && name.endsWith(DRAFT)) rmSync(join(folder, name), { force: true });
    }
    const draft = join(folder, `${drafts}${process.pid}${DRAFT}`);
    const start = performance.now();
    const seconds = () => Math.round((performance.now() - start) / 1000);
    reporter.note(`Building ${what} with Go; the first time this may take minutes …`);
    const ticking = setInterval(() => reporter.progress(`Building ${what}: ${seconds()} s …`), 1000);
    try {
        const words = ["build", "-mod=readonly", "-o", draft, "-ldflags", ldflags, ...flags, args.package];
        const { status, output } = await runGo(go, words, { cwd: module, env, signal });
        signal?.throwIfAborted();
        if (status !== 0) throw doesNotBuild(args, output);
        renameSync(draft, program);
    } finally {
        clearInterval(ticking);
        rmSync(draft, { force: true });
    }
    reporter.note(`Built ${what} in ${seconds()} s`);
    return seconds();
}

function doesNotBuild({ what, help }: GoBuildArgs, output: string): WindlassError {
    const lines = output.trim().split("\n").slice(-3).join(" / ");
    return new WindlassError({
        key: "cluster",
        rule: `${what.replace(/ \(\d+ of \d+\)$/, "")} does not build: ${lines || "go says nothing"}`,
        remedy: `${help} says what it needs`,
    });
}

interface RunGoOptions {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal;
}

/** Runs `go`. @returns its status, and the end of what it said on standard error, or of standard output where asked. */
export function runGo(
    go: string,
    args: readonly string[],
    { cwd, env, signal }: RunGoOptions,
): Promise<{ status: number; output: string; answer: string }> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
        const child = spawn(go, args, {
            cwd,
            // Static, so that one cache serves every Linux of the machine; a workspace above would change the versions.
            env: { ...env, CGO_ENABLED: "0", GOWORK: "off" },
            // A group of its own: its compilers are stopped with it.
            detached: true,
            stdio: ["ignore", "pipe", "pipe"],
        });
        const stop = () => {
            if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
        };
        let output = "";
        let answer = "";
        child.stdout.setEncoding("utf8").on("data", (text: string) => {
            answer = (answer + text).slice(-100_000);
        });
        child.stderr.setEncoding("utf8").on("data", (text: string) => {
            output = (output + text).slice(-10_000);
        });
        signal?.addEventListener("abort", stop, { once: true });
        child.once("error", reject);
        child.once("close", (status) => {
            signal?.removeEventListener("abort", stop);
            resolve({ status: status ?? -1, output, answer });
        });
    });
}
