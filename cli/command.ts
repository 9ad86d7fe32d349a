import type { ExitStatus } from "../lifecycle/kit/errors";
import type { Terminal } from "./terminal";

/** One option of a command. */
export interface OptionSpec {
    /**
     * What stands for the value in the help: `RANGE`. Completion offers stacks for `STACK`, files for `FILE` and folders for
     * `DIR`. @default the option is a switch
     */
    readonly value?: string;
    readonly help: string;
    /** One letter that stands for it: `f`. @default none */
    readonly short?: string;
    /** The values there are. @default any */
    readonly choices?: readonly string[];
    /** The value where none is given. @default undefined */
    readonly default?: string;
    /** May be given several times: the value is a list. @default false */
    readonly multiple?: boolean;
}

/** An argument that is no option. */
export interface ArgumentSpec {
    /** `<WORKLOAD>`; `[DIR]` where it may be left out; `[ARGS...]` for any number. */
    readonly name: string;
    readonly help: string;
    /** The values there are. @default any */
    readonly choices?: readonly string[];
}

/** What a command is called, takes and means. Cheap to load: help and completion read it of every command. */
export interface CommandDefinition {
    /** `resolve`, or two words for a command of a group: `sidecars show`. */
    readonly name: string;
    /** One line in the list of commands, without its full stop. */
    readonly summary: string;
    readonly arguments?: readonly ArgumentSpec[];
    readonly options: Readonly<Record<string, OptionSpec>>;
    /**
     * Whether it is run in a project, the nearest folder upwards with a Pulumi.yaml; `none`: anywhere; `without`: anywhere,
     * where that option is given. @default "needed"
     */
    readonly project?: "needed" | "none" | { readonly without: string };
    /** Paragraphs of the help, with an empty line between them; single line breaks and indents are the source's alone. */
    readonly notes?: string;
    /** What statuses mean here, where that is more than `windlass --help` says. */
    readonly exitStatuses?: Readonly<Partial<Record<ExitStatus, string>>>;
    /** Command lines and what they are good for. */
    readonly examples?: Readonly<Record<string, string>>;
    /** Left out of help and completion. @default false */
    readonly hidden?: boolean;
}

type OptionValue<S extends OptionSpec> = S extends { readonly value: string }
    ? S extends { readonly multiple: true }
        ? readonly string[]
        : S extends { readonly choices: readonly (infer Choice)[] }
          ? Choice
          : string
    : boolean;

type Options<D extends CommandDefinition> = D["options"];

/** Names of options that always have a value. */
type WithDefault<O> = { [K in keyof O]: O[K] extends { readonly default: string } ? K : never }[keyof O];

/** Values of a command's options: what was not given and has no default is undefined. */
export type OptionValues<D extends CommandDefinition> = {
    readonly [K in WithDefault<Options<D>>]: OptionValue<Options<D>[K]>;
} & {
    readonly [K in Exclude<keyof Options<D>, WithDefault<Options<D>>>]?: OptionValue<Options<D>[K]>;
};

/** Where a command is run. */
export interface CommandContext {
    /** The project's root: the folder with Pulumi.yaml; of a command that needs none, the folder it is run in. */
    readonly root: string;
    readonly terminal: Terminal;
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Aborted by SIGINT and SIGTERM. */
    readonly signal: AbortSignal;
}

/** What a command is run with. */
export interface Invocation<D extends CommandDefinition> extends CommandContext {
    readonly options: OptionValues<D>;
    /** Arguments that are not options, and all that follows `--`. */
    readonly positionals: readonly string[];
}

/** Values of options of which only the names are known. */
export type ParsedOptions = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/** Module of a command: what it does. */
interface CommandModule<Invoked> {
    run(invocation: Invoked): Promise<ExitStatus> | ExitStatus;
}

/** A command whose module is loaded when it is run: most of them load Pulumi, which takes a second. */
export interface CommandEntry {
    readonly definition: CommandDefinition;
    load(): CommandModule<
        CommandContext & { readonly options: ParsedOptions; readonly positionals: readonly string[] }
    >;
}

/** A definition, whose exact type says what values its options have. */
export function defineCommand<const D extends CommandDefinition>(definition: D): D {
    return definition;
}

/** A definition with its module, which takes what the definition promises. */
export function entry<D extends CommandDefinition>(
    definition: D,
    load: () => CommandModule<Invocation<D>>,
): CommandEntry {
    return { definition, load };
}
