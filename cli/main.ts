import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { CommanderError } from "commander";
import { strayFileFault } from "../adapters/files/file-fault";
import { ExitStatus, WindlassError, tracesOf } from "../lifecycle/kit/errors";
import type { CommandDefinition, ParsedOptions } from "./command";
import { commandWords } from "./command-names";
import { outputSink } from "./output-sink";
import { createProgram, usageError } from "./program";
import { type Terminal, processTerminal } from "./terminal";

/** What the thread that hears signals gives the one that runs a command. */
export interface MainArgs {
    /** Calls back when a signal asks the command to end. @default the process's own signals, heard where nothing computes */
    readonly onSignal?: (abort: (signal: NodeJS.Signals) => void) => void;
    /** Width of the terminal. @default unknown */
    readonly columns?: number;
}

/** Runs the command that the arguments name and sets the thread's exit status, which windlass.cjs makes the process's. */
export async function main(
    args: readonly string[],
    { onSignal = onProcessSignal, columns }: MainArgs = {},
): Promise<void> {
    const terminal = processTerminal(outputSink(1, columns), outputSink(2, columns));
    const abort = new AbortController();
    onSignal((signal) => abort.abort(interruptedBy(signal)));
    process.exitCode = await run(args, terminal, abort.signal);
}

function onProcessSignal(abort: (signal: NodeJS.Signals) => void): void {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => abort(signal));
}

function interruptedBy(signal: NodeJS.Signals): WindlassError {
    return new WindlassError({ rule: `Interrupted by ${signal}`, exitStatus: ExitStatus.interrupted });
}

/**
 * Like {@link main}, for a given terminal: returns the exit status and leaves the process alone.
 *
 * @param from Folder in the project, or below it.
 */
export async function run(
    args: readonly string[],
    terminal: Terminal,
    signal: AbortSignal,
    from: string = process.cwd(),
): Promise<ExitStatus> {
    try {
        return await runCommand(commandWords(args), terminal, signal, from);
    } catch (error) {
        return report(error, terminal, args.includes("--trace"));
    }
}

async function runCommand(
    words: readonly string[],
    terminal: Terminal,
    signal: AbortSignal,
    from: string,
): Promise<ExitStatus> {
    let status: ExitStatus = ExitStatus.ok;
    const program = createProgram(terminal, async (entry, options, positionals) => {
        const root = needsProject(entry.definition, options) ? findRoot(from) : resolve(from);
        const invocation = { root, options, positionals, terminal, env: process.env, signal };
        status = await entry.load().run(invocation);
    });
    try {
        await program.parseAsync(words, { from: "user" });
        return status;
    } catch (error) {
        if (!(error instanceof CommanderError)) throw error;
        // Help and the version end a command as well.
        if (error.exitCode === 0) return ExitStatus.ok;
        throw usageError(error, words[0]);
    }
}

function needsProject({ project = "needed" }: CommandDefinition, options: ParsedOptions): boolean {
    return typeof project === "string" ? project === "needed" : options[project.without] === undefined;
}

/** The nearest folder upwards with a Pulumi.yaml, so that commands work from anywhere in the project. */
function findRoot(from: string): string {
    for (let folder = resolve(from); ; folder = dirname(folder)) {
        if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
        if (dirname(folder) === folder) {
            throw new WindlassError({
                file: "Pulumi.yaml",
                rule: "There is no Windlass project here or in any folder above",
                remedy: "Run the command inside a project",
            });
        }
    }
}

function report(error: unknown, terminal: Terminal, trace: boolean): ExitStatus {
    const known = error instanceof WindlassError ? error : strayFileFault(error);
    if (known) {
        terminal.note([known.message, ...(trace ? tracesOf(error) : [])].join("\n"));
        return known.exitStatus;
    }
    terminal.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    terminal.note("This is a fault in Windlass. Please report it with the lines above.");
    return ExitStatus.bug;
}
