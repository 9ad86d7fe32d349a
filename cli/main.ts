import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { strayFileFault } from "../adapters/files/file-fault";
import { packageFacts } from "../adapters/files/package-source";
import { ExitStatus, WindlassError, tracesOf } from "../lifecycle/kit/errors";
import { type Command, type OptionValues, commandHelp, parseArgsOptions } from "./command";
import { COMMANDS } from "./commands";
import { asksForHelp, groupHelp, groupOf, noSuchCommand, overview } from "./help";
import { outputSink } from "./output-sink";
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
        const { command, rest } = findCommand(args);
        if (!command) return showHelp(args, terminal);
        const { options, positionals } = parseOptions(command, rest);
        if (options["help"]) {
            terminal.print(helpOf(command));
            return ExitStatus.ok;
        }
        const root = command.project === "none" ? resolve(from) : findRoot(from);
        return await command.run({ root, options, positionals, terminal, env: process.env, signal });
    } catch (error) {
        return report(error, terminal, args.includes("--trace"));
    }
}

/** A command is one word or two; the longer name wins. */
function findCommand(args: readonly string[]): { command?: Command; rest: readonly string[] } {
    for (const words of [2, 1]) {
        const name = args.slice(0, words).join(" ");
        const entry = COMMANDS.find((candidate) => candidate.name === name);
        if (entry) return { command: entry.load(), rest: args.slice(words) };
    }
    return { rest: args };
}

/** The help of a command, and of those whose names go on from its own: `istioctl get` below `istioctl`. */
function helpOf(command: Command): string {
    const below = groupOf(command.name);
    return [commandHelp(command), ...(below.length > 0 ? ["", groupHelp(command.name, below)] : [])].join(
        "\n",
    );
}

function parseOptions(
    command: Command,
    args: readonly string[],
): { options: OptionValues; positionals: string[] } {
    try {
        const { values, positionals } = parseArgs({
            args: [...args],
            options: parseArgsOptions(command),
            allowPositionals: command.operands !== undefined,
            strict: true,
        });
        return { options: values, positionals };
    } catch (error) {
        const reason = error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
        throw new WindlassError({ rule: reason, remedy: `See \`windlass ${command.name} --help\`` });
    }
}

/** What is shown where no command is named: all of them, those of a group, or the help of the one after `help`. */
function showHelp(args: readonly string[], terminal: Terminal): ExitStatus {
    const [word, second] = args;
    if (word === "--version" || word === "-V") {
        terminal.print(packageFacts().version);
        return ExitStatus.ok;
    }
    if (word === undefined || (asksForHelp(word) && second === undefined)) {
        terminal.print(overview());
        return ExitStatus.ok;
    }
    if (asksForHelp(word)) {
        const { command, rest } = findCommand(args.slice(1));
        if (!command) return showHelp(args.slice(1), terminal);
        if (rest.length > 0) throw noSuchCommand(args.slice(1));
        terminal.print(helpOf(command));
        return ExitStatus.ok;
    }
    const group = groupOf(word);
    if (group.length === 0 || (second !== undefined && !asksForHelp(second))) throw noSuchCommand(args);
    terminal.print(groupHelp(word, group));
    return ExitStatus.ok;
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
