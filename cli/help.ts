import { closest } from "../lifecycle/kit/closest";
import { WindlassError } from "../lifecycle/kit/errors";
import { COMMANDS, type CommandEntry } from "./commands";

/** What every command ends with (lifecycle/kit/errors.ts, `ExitStatus`). */
const STATUSES = [
    "0    done; nothing is refused, nothing is stale",
    "1    a fault in Windlass",
    "2    the input, the configuration or a file is wrong, or cannot be read or written",
    "3    nothing may be picked, the change is held, or what it needs could not be had from the network",
    "4    generated files lag behind their sources",
    "5    a gate, a policy or a digest refuses it",
    "130  stopped by SIGINT or SIGTERM",
];

/** Words that ask for help where a command's name is expected. */
const ASKING: ReadonlySet<string> = new Set(["--help", "-h", "help"]);

/** Whether a word in the place of a command asks for help. */
export function asksForHelp(word: string | undefined): boolean {
    return word !== undefined && ASKING.has(word);
}

/** The list of all commands. */
export function overview(): string {
    return [
        "Windlass operates an Istio mesh the GitOps way.",
        "",
        "Usage: windlass COMMAND [options]",
        "",
        "Commands:",
        ...rowsOf(COMMANDS),
        "",
        "Exit status:",
        ...STATUSES.map((line) => `  ${line}`),
        "",
        "`windlass COMMAND --help` tells more of one.",
    ].join("\n");
}

/** Commands that share their first word: `catalog` stands for `catalog refresh` and `catalog verify`. */
export function groupOf(word: string | undefined): readonly CommandEntry[] {
    return COMMANDS.filter(({ name }) => name.includes(" ") && name.split(" ")[0] === word);
}

/** The list of a group's commands. */
export function groupHelp(word: string, entries: readonly CommandEntry[]): string {
    return [
        `Usage: windlass ${word} COMMAND [options]`,
        "",
        "Commands:",
        ...rowsOf(entries),
        "",
        `\`windlass ${word} COMMAND --help\` tells more of one.`,
    ].join("\n");
}

function rowsOf(entries: readonly CommandEntry[]): readonly string[] {
    const width = Math.max(...entries.map(({ name }) => name.length));
    return entries.map((entry) => `  ${entry.name.padEnd(width)}  ${entry.load().summary}`);
}

/** The complaint about words that name no command, with the nearest that do. */
export function noSuchCommand(args: readonly string[]): WindlassError {
    const [word = "", second] = args;
    const rule = "There is no such command";
    const group = groupOf(word);
    if (group.length > 0 && second !== undefined) {
        const near = closest(
            second,
            group.map(({ name }) => name.slice(word.length + 1)),
        );
        const remedy = near
            ? `Did you mean \`windlass ${word} ${near}\`?`
            : `See \`windlass ${word} --help\``;
        return new WindlassError({ value: `${word} ${second}`, rule, remedy });
    }
    const names = COMMANDS.map(({ name }) => name);
    const firstWords = names.map((name) => name.split(" ")[0] ?? name);
    const near = closest(args.slice(0, 2).join(" "), names) ?? closest(word, firstWords);
    return new WindlassError({
        value: word,
        rule,
        remedy: near ? `Did you mean \`windlass ${near}\`?` : "See `windlass --help`",
    });
}
