import type { ParseArgsConfig } from "node:util";
import type { ExitStatus } from "../lifecycle/kit/errors";
import type { Terminal } from "./terminal";

/** One option of a command, as `--help` shows it and `node:util` parses it. */
export interface OptionSpec {
    readonly type: "string" | "boolean";
    /** What stands for the value in the help: `RANGE`. */
    readonly value?: string;
    readonly help: string;
    /** May be given several times. @default false */
    readonly multiple?: boolean;
    /** One letter that stands for it after a single dash. @default none */
    readonly short?: string;
}

/** Values of parsed options: what was not given is absent. */
export interface OptionValues {
    readonly [name: string]: string | boolean | readonly (string | boolean)[] | undefined;
}

/** What a command is run with. */
export interface Invocation {
    /** The project's root: the folder with Pulumi.yaml; of a command that needs none, the folder it is run in. */
    readonly root: string;
    readonly options: OptionValues;
    /** Arguments that are not options, and all that follows `--`. */
    readonly positionals: readonly string[];
    readonly terminal: Terminal;
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Aborted by SIGINT and SIGTERM. */
    readonly signal: AbortSignal;
}

/** A command of `windlass`: one file each, little logic. */
export interface Command {
    /** `resolve`, or two words for a command with parts: `sidecars show`. */
    readonly name: string;
    /** One line in the list of commands. */
    readonly summary: string;
    /** What stands after the name and the options in the usage line: `WORKLOAD`. @default none */
    readonly operands?: string;
    readonly options: Readonly<Record<string, OptionSpec>>;
    /** Whether it is run in a project, the nearest folder upwards with a Pulumi.yaml; `none`: anywhere. @default "needed" */
    readonly project?: "needed" | "none";
    /** Paragraphs below the options: exit statuses, examples. */
    readonly notes?: string;
    run(invocation: Invocation): Promise<ExitStatus> | ExitStatus;
}

/** Options every command has. */
export const COMMON_OPTIONS: Readonly<Record<string, OptionSpec>> = {
    help: { type: "boolean", short: "h", help: "Show this text" },
    trace: { type: "boolean", help: "Show where in Windlass an error was raised" },
};

/** The option every command about stacks shares. */
export const STACK_OPTION: OptionSpec = {
    type: "string",
    value: "STACK",
    help: "Only this stack; may be repeated (default: every stack below stacks/)",
    multiple: true,
};

/** The option of commands that print a document for machines. */
export const JSON_OPTION: OptionSpec = {
    type: "boolean",
    help: "Print one JSON document on standard output",
};

/** Options in the shape `node:util`'s parseArgs takes. */
export function parseArgsOptions(command: Command): NonNullable<ParseArgsConfig["options"]> {
    const specs = Object.entries({ ...command.options, ...COMMON_OPTIONS });
    return Object.fromEntries(
        specs.map(([name, { type, multiple = false, short }]) => [
            name,
            { type, multiple, ...(short === undefined ? {} : { short }) },
        ]),
    );
}

/** The help text of one command. */
export function commandHelp(command: Command): string {
    const specs = Object.entries({ ...command.options, ...COMMON_OPTIONS });
    const flags = specs.map(
        ([name, { short, value }]) =>
            `${short ? `-${short}, ` : ""}--${name}${value === undefined ? "" : ` ${value}`}`,
    );
    const width = Math.max(...flags.map((flag) => flag.length));
    const rows = specs.map(([, spec], index) => `  ${(flags[index] ?? "").padEnd(width)}  ${spec.help}`);
    const operands = command.operands ? ` ${command.operands}` : "";
    const notes = command.notes ? ["", command.notes] : [];
    return [
        `${command.summary}.`,
        "",
        `Usage: windlass ${command.name} [options]${operands}`,
        "",
        "Options:",
        ...rows,
        ...notes,
        "",
        "What exit statuses mean: windlass --help.",
    ].join("\n");
}
