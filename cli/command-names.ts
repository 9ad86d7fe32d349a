import { closest } from "../lifecycle/kit/closest";
import { WindlassError } from "../lifecycle/kit/errors";
import type { CommandDefinition } from "./command";
import { COMMANDS } from "./commands";

/** Words that ask for help where a command's name is expected. */
const HELP: ReadonlySet<string | undefined> = new Set(["--help", "-h", "help"]);

const visible = COMMANDS.map(({ definition }) => definition).filter(({ hidden }) => !hidden);

/** Commands whose names go on from a word: `catalog refresh` and `catalog verify` from `catalog`. */
export function groupOf(word: string): readonly CommandDefinition[] {
    return visible.filter(({ name }) => name.startsWith(`${word} `));
}

/** First words of several commands that are no command by themselves. */
export function groupNames(): readonly string[] {
    const firstWords = visible.flatMap(({ name }) => (name.includes(" ") ? firstWord(name) : []));
    return [...new Set(firstWords)].filter((word) => !isCommand(word));
}

/**
 * Arguments as commander takes them: the name of a command is one of them, `hold list`, and what asks for help is `--help`
 * behind what it asks about.
 *
 * @throws WindlassError with the nearest names, where they name no command
 */
export function commandWords(args: readonly string[]): readonly string[] {
    const [first, second, ...rest] = args;
    if (first === undefined) return ["--help"];
    if (HELP.has(first))
        return second === undefined ? ["--help"] : [...commandWords(args.slice(1)), "--help"];
    const both = `${first} ${second}`;
    if (isCommand(both)) return [both, ...rest];
    if (first.startsWith("-") || isCommand(first)) return args;
    if (groupOf(first).length > 0 && (second === undefined || HELP.has(second))) return [first, "--help"];
    throw noSuchCommand(first, second);
}

function isCommand(word: string): boolean {
    return COMMANDS.some(({ definition }) => definition.name === word);
}

function noSuchCommand(first: string, second?: string): WindlassError {
    const rule = "There is no such command";
    const group = groupOf(first);
    if (group.length > 0) {
        const value = `${first} ${second}`;
        const near = closest(
            second ?? "",
            group.map(({ name }) => name.slice(first.length + 1)),
        );
        const remedy = near
            ? `Did you mean \`windlass ${first} ${near}\`?`
            : `See \`windlass ${first} --help\``;
        return new WindlassError({ value, rule, remedy });
    }
    const names = visible.map(({ name }) => name);
    const words = second === undefined ? first : `${first} ${second}`;
    const near = closest(words, names) ?? closest(first, names.map(firstWord));
    const remedy = near ? `Did you mean \`windlass ${near}\`?` : "See `windlass --help`";
    return new WindlassError({ value: first, rule, remedy });
}

function firstWord(name: string): string {
    return name.split(" ", 1)[0] ?? name;
}
