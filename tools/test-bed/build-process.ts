import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { exclusively } from "../../adapters/files/exclusive-store";
import type { Build, Component, Programs } from "./programs";
import {
    type LocateProgramsArgs,
    TOOLS,
    cachedFolder,
    executableOnPath,
    locatePrograms,
} from "./programs-source";

/** Who is told how far long work has come. A terminal is one. */
export interface Reporter {
    /** Once for each thing done. */
    note(text: string): void;
    /** Replaced by the next one, and not shown where nobody watches. */
    progress(text: string): void;
}

/** Where programs come from, and whom to tell when they have to be built. */
export interface ObtainProgramsArgs extends LocateProgramsArgs {
    readonly reporter: Reporter;
    readonly signal?: AbortSignal | undefined;
}

/**
 * The programs of a control plane: found, or else built with Go into the cache. Two at once build them once.
 *
 * @throws WindlassError where something is missing and there is no Go, or it does not build.
 */
export async function obtainPrograms(args: ObtainProgramsArgs): Promise<Programs> {
    const first = locatePrograms(args);
    if (first.missing.length === 0) return complete(first.found);
    const go = executableOnPath("go", args.env);
    if (go === undefined) throw nothingToBuildWith(first.missing);
    const lock = join(args.cache, "control-plane", "build.lock");
    const { signal, reporter } = args;
    const onWait = (pid: number) =>
        reporter.note(`Waiting for process ${pid}, which is building a control plane …`);
    return exclusively(
        lock,
        async () => {
            // Another process may have built them while this one waited.
            const { found, missing } = locatePrograms(args);
            const built: Partial<Record<Component, string>> = {};
            for (const [index, recipe] of missing.entries()) {
                const count = `${index + 1} of ${missing.length}`;
                built[recipe.component] = await build(go, recipe, count, args);
            }
            return complete({ ...found, ...built });
        },
        { signal, onWait, patience: PATIENCE },
    );
}

/** Milliseconds to wait for another process that builds: an hour, as a slow machine may need. */
const PATIENCE = 3_600_000;

function complete(found: Readonly<Partial<Record<Component, string>>>): Programs {
    return found as Programs;
}

function nothingToBuildWith(missing: readonly Build[]): WindlassError {
    const names = missing.map(({ component }) => component).join(", ");
    return new WindlassError({
        key: "cluster",
        rule: `There is no ${names} here, and no Go to build what is missing with`,
        remedy:
            "Install Go (go.dev/dl) and run this again, or put the programs on PATH or in the folder KUBEBUILDER_ASSETS names; " +
            "nothing but `cluster` needs them",
    });
}

/** Builds one program beside its place and moves it there, so that it is there whole or not at all. */
async function build(
    go: string,
    recipe: Build,
    count: string,
    { cache, tools = TOOLS, reporter, signal, env }: ObtainProgramsArgs,
): Promise<string> {
    const { component, version } = recipe;
    const folder = cachedFolder(cache, recipe);
    mkdirSync(folder, { recursive: true });
    // What a killed build left: nobody else builds now.
    for (const name of readdirSync(folder))
        if (name.endsWith(DRAFT)) rmSync(join(folder, name), { force: true });
    const draft = join(folder, `.${component}.${process.pid}${DRAFT}`);
    const start = performance.now();
    const seconds = () => Math.round((performance.now() - start) / 1000);
    const what = `${component} ${version} (${count})`;
    reporter.note(`Building ${what} with Go; the first time this may take minutes …`);
    const ticking = setInterval(() => reporter.progress(`Building ${what}: ${seconds()} s …`), 1000);
    try {
        const args = ["build", "-mod=readonly", "-o", draft, "-ldflags", recipe.ldflags, recipe.package];
        const { status, output } = await runGo(go, args, { cwd: tools, env, signal });
        signal?.throwIfAborted();
        if (status !== 0) throw doesNotBuild(recipe, output);
        renameSync(draft, join(folder, component));
    } finally {
        clearInterval(ticking);
        rmSync(draft, { force: true });
    }
    reporter.note(`Built ${what} in ${seconds()} s`);
    return join(folder, component);
}

const DRAFT = ".windlass-tmp";

function doesNotBuild({ component, version }: Build, output: string): WindlassError {
    const lines = output.trim().split("\n").slice(-3).join(" / ");
    return new WindlassError({
        key: "cluster",
        rule: `${component} ${version} does not build: ${lines || "go says nothing"}`,
        remedy: "tools/control-plane/README.md says what it needs",
    });
}

interface RunGoOptions {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal | undefined;
}

function runGo(
    go: string,
    args: readonly string[],
    { cwd, env, signal }: RunGoOptions,
): Promise<{ status: number; output: string }> {
    signal?.throwIfAborted();
    return new Promise((resolve, reject) => {
        const child = spawn(go, args, {
            cwd,
            // Static, so that one cache serves every Linux of the machine; a workspace above would change the versions.
            env: { ...env, CGO_ENABLED: "0", GOWORK: "off" },
            // A group of its own: its compilers are stopped with it.
            detached: true,
            stdio: ["ignore", "ignore", "pipe"],
        });
        const stop = () => {
            if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
        };
        let output = "";
        child.stderr.setEncoding("utf8").on("data", (text: string) => {
            output = (output + text).slice(-10_000);
        });
        signal?.addEventListener("abort", stop, { once: true });
        child.once("error", reject);
        child.once("close", (status) => {
            signal?.removeEventListener("abort", stop);
            resolve({ status: status ?? -1, output });
        });
    });
}
