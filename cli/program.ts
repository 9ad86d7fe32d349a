import { type AddHelpTextContext, Argument, Command, type CommanderError, Option } from "commander";
import { packageFacts } from "../adapters/files/package-source";
import { WindlassError } from "../lifecycle/kit/errors";
import type { CommandDefinition, CommandEntry, OptionSpec, ParsedOptions } from "./command";
import { groupNames, groupOf } from "./command-names";
import { COMMANDS } from "./commands";
import type { Terminal } from "./terminal";

/** Width of the help where nobody says how wide the terminal is. */
const HELP_WIDTH = 100;

/** What every command ends with (lifecycle/kit/errors.ts, `ExitStatus`). */
const EXIT_STATUSES: Readonly<Record<string, string>> = {
    0: "done; nothing is refused, nothing is stale",
    1: "a fault in Windlass",
    2: "the input, the configuration or a file is wrong, or cannot be read or written",
    3: "nothing may be picked, the change is held, or what it needs could not be had from the network",
    4: "generated files lag behind their sources",
    5: "a gate, a policy or a digest refuses it",
    6: "a cluster is not as Git has it yet",
    7: "a cluster is not as Git has it, and somebody has to mend it",
    8: "a cluster cannot be looked at",
    130: "stopped by SIGINT or SIGTERM",
};

/** Called with the command that was named and what it was given. */
export type Execute = (
    entry: CommandEntry,
    options: ParsedOptions,
    positionals: readonly string[],
) => Promise<void>;

/**
 * `windlass` for commander: every command under its full name, `hold list`, as the arguments name it once `commandWords` has
 * joined them. Commander throws a CommanderError where it would end the process.
 */
export function createProgram(terminal: Terminal, execute: Execute): Command {
    const program = createCommand("windlass", terminal)
        .description("Windlass operates an Istio mesh the GitOps way.")
        .usage("COMMAND [options]")
        .version(packageFacts().version, "-V, --version", "Print the version")
        .helpCommand(false)
        // `windlass istioctl --version 1.31.1` is about istioctl.
        .enablePositionalOptions()
        .addHelpText("after", section("Exit status:", EXIT_STATUSES))
        .addHelpText("after", "\n`windlass COMMAND --help` tells more of one.");
    for (const name of groupNames()) program.addCommand(createGroup(name, terminal), { hidden: true });
    for (const entry of COMMANDS) {
        const { hidden = false } = entry.definition;
        const command = createLeaf(entry.definition, terminal);
        command.action(() => {
            requireValues(entry.definition, program.args);
            requireFew(command);
            return execute(entry, optionsOf(command), command.args);
        });
        program.addCommand(command, { hidden });
    }
    return program;
}

/** What is wrong with the arguments of a command, as Windlass says it. */
export function usageError(error: CommanderError, name: string | undefined): WindlassError {
    const [rule = "", suggestion = ""] = error.message.replace(/^error: /, "").split("\n");
    const see = `See \`windlass ${name?.startsWith("-") === false ? `${name} ` : ""}--help\``;
    return new WindlassError({
        rule: rule.charAt(0).toUpperCase() + rule.slice(1).replace(/\.$/, ""),
        remedy: suggestion === "" ? see : `${suggestion.slice(1, -1)} ${see}`,
    });
}

/** A command that is helped, and complained of, as Windlass does. */
function createCommand(name: string, terminal: Terminal): Command {
    return new Command(name)
        .exitOverride()
        .helpOption("-h, --help", "Show this text")
        .configureOutput({
            writeOut: (text) => terminal.print(text.replace(/\n$/, "")),
            // A complaint is thrown as well, and told once.
            writeErr: () => undefined,
            getOutHelpWidth: () => terminal.columns ?? HELP_WIDTH,
            // Whether colour is wanted, `paint` knows.
            getOutHasColors: () => true,
        })
        .configureHelp({
            styleTitle: (title) => terminal.paint("strong", title),
            subcommandTerm: (command) => command.name(),
        });
}

/** The first word of several commands: its help lists them. */
function createGroup(name: string, terminal: Terminal): Command {
    return createCommand(name, terminal)
        .usage("COMMAND [options]")
        .addHelpText("after", commandsSection(name))
        .addHelpText("after", `\n\`windlass ${name} COMMAND --help\` tells more of one.`);
}

function createLeaf(definition: CommandDefinition, terminal: Terminal): Command {
    const { name, summary, notes = "", exitStatuses = {}, examples = {} } = definition;
    const command = createCommand(name, terminal)
        .summary(summary)
        .description([`${summary}.`, ...paragraphs(notes)].join("\n\n"))
        // Told of with the argument, which commander does not name.
        .allowExcessArguments();
    for (const { name: argument, help, choices } of definition.arguments ?? []) {
        const made = new Argument(argument, help);
        command.addArgument(choices ? made.argParser((text) => oneOf(text, choices, made.name())) : made);
    }
    for (const [option, spec] of Object.entries(definition.options))
        command.addOption(createOption(option, spec));
    return command
        .option("--trace", "Show where in Windlass an error was raised")
        .addHelpText("after", section("Exit status:", exitStatuses))
        .addHelpText("after", section("Examples:", examples))
        .addHelpText("after", commandsSection(name))
        .addHelpText("after", "\nWhat exit statuses mean: windlass --help.");
}

function createOption(name: string, spec: OptionSpec): Option {
    const { value, help, short, choices, default: preset, multiple } = spec;
    const flags = `${short === undefined ? "" : `-${short}, `}--${name}`;
    const option = new Option(value === undefined ? flags : `${flags} <${value}>`, help);
    if (preset !== undefined) option.default(preset);
    if (value === undefined) return option;
    if (choices) option.argChoices = [...choices];
    return option.argParser(
        (text: string, previous?: string | readonly string[]): string | readonly string[] => {
            const read = choices ? oneOf(text, choices, value, `--${name}`) : text;
            return multiple ? [...(previous ?? []), read] : read;
        },
    );
}

/** @param kind What there are several of: `FORMAT`. */
function oneOf(text: string, choices: readonly string[], kind: string, key?: string): string {
    if (choices.includes(text)) return text;
    throw new WindlassError({
        key,
        value: text,
        rule: `There is no such ${kind.toLowerCase()}`,
        remedy: `Choose ${choices.join(choices.length === 2 ? " or " : ", ")}`,
    });
}

/** Commander takes whatever follows an option for its value: one that was given none would swallow the next option. */
function requireValues({ options }: CommandDefinition, words: readonly string[]): void {
    for (const [index, word] of words.entries()) {
        const next = words[index + 1];
        if (word === "--" || next === undefined) return;
        const value = word.startsWith("--") ? options[word.slice(2)]?.value : undefined;
        if (value === undefined || !next.startsWith("--")) continue;
        const remedy = `Write ${word} ${value}, or ${word}=${next} if it is meant`;
        throw new WindlassError({ key: word, value: next, rule: "A value is needed", remedy });
    }
}

function requireFew(command: Command): void {
    const { registeredArguments: known, args } = command;
    if (args.length <= known.length || known.at(-1)?.variadic) return;
    throw new WindlassError({
        value: args[known.length],
        rule: "is an argument too many",
        remedy: `See \`windlass ${command.name()} --help\``,
    });
}

function optionsOf(command: Command): ParsedOptions {
    return Object.fromEntries(
        command.options.map((option) => [
            option.name(),
            command.getOptionValue(option.attributeName()) as ParsedOptions[string],
        ]),
    );
}

/** The paragraphs of a text that is broken and indented for the source. */
function paragraphs(text: string): readonly string[] {
    const found = text.split(/\n\s*\n/).map((paragraph) => paragraph.replace(/\s+/g, " ").trim());
    return found.filter((paragraph) => paragraph !== "");
}

function commandsSection(group: string): (context: AddHelpTextContext) => string {
    return section(
        "Commands:",
        Object.fromEntries(groupOf(group).map(({ name, summary }) => [name, summary])),
    );
}

/** A section of the help in commander's layout; nothing where it has no rows. */
function section(
    title: string,
    rows: Readonly<Record<string, string>>,
): (context: AddHelpTextContext) => string {
    return ({ command }) => {
        const help = command.createHelp();
        help.prepareContext({ helpWidth: command.configureOutput().getOutHelpWidth?.() });
        const width = Math.max(...Object.keys(rows).map((term) => term.length));
        const items = Object.entries(rows).map(([term, text]) => help.formatItem(term, width, text, help));
        return items.length === 0 ? "" : ["", help.styleTitle(title), ...items].join("\n");
    };
}
