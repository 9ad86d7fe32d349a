import type { ArgumentSpec, CommandDefinition, OptionSpec } from "../command";

/** What may follow an option or stand for an argument. */
export type Values =
    | { readonly kind: "none" | "any" | "stacks" | "files" | "folders" }
    | { readonly kind: "choices"; readonly choices: readonly string[] };

/** A word to complete, with what is said of it where a shell shows that. */
export interface CompletionWord {
    readonly word: string;
    readonly help: string;
}

/** An option to complete, without its dashes. */
export interface CompletionOption extends CompletionWord {
    readonly values: Values;
    readonly multiple: boolean;
}

/** What can be typed behind the words of a command, or of a group. */
export interface CompletionNode {
    /** `""`, `hold`, `hold list` */
    readonly path: string;
    /** Next words. */
    readonly words: readonly CompletionWord[];
    readonly options: readonly CompletionOption[];
    /** What its first argument may be. */
    readonly values: Values;
}

/** How a script asks for the names of the stacks: `windlass` prints one a line, and nothing outside a project. */
export const STACKS_COMMAND = "windlass __complete stacks 2>/dev/null";

const COMMON: readonly CompletionOption[] = [
    { word: "help", help: "Show this text", values: { kind: "none" }, multiple: false },
    {
        word: "trace",
        help: "Show where in Windlass an error was raised",
        values: { kind: "none" },
        multiple: false,
    },
];

/** Everything there is to complete: the root first, then the groups, then commands, a longer path before its beginning. */
export function completionNodes(definitions: readonly CommandDefinition[]): readonly CompletionNode[] {
    const visible = definitions.filter(({ hidden }) => !hidden);
    const paths = new Set(visible.flatMap(({ name }) => [name, name.split(" ", 1)[0] ?? name]));
    const nodes = [...paths].map((path) => nodeOf(path, visible));
    nodes.sort((a, b) => b.path.split(" ").length - a.path.split(" ").length);
    const root = {
        word: "version",
        help: "Print the version",
        values: { kind: "none" },
        multiple: false,
    } as const;
    return [
        {
            path: "",
            words: wordsBelow("", visible),
            options: [...COMMON.slice(0, 1), root],
            values: { kind: "none" },
        },
        ...nodes,
    ];
}

function nodeOf(path: string, definitions: readonly CommandDefinition[]): CompletionNode {
    const definition = definitions.find(({ name }) => name === path);
    const options = Object.entries(definition?.options ?? {}).map(([word, spec]) => ({
        word,
        help: spec.help,
        values: valuesOf(spec),
        multiple: spec.multiple ?? false,
    }));
    const [argument] = definition?.arguments ?? [];
    return {
        path,
        words: wordsBelow(`${path} `, definitions),
        options: [...options, ...COMMON],
        values: argument ? argumentValues(argument) : { kind: "none" },
    };
}

/** Words that may follow a beginning of a name, with the summary of the command or the names of a group's. */
function wordsBelow(prefix: string, definitions: readonly CommandDefinition[]): readonly CompletionWord[] {
    const words = new Map<string, string>();
    for (const { name, summary } of definitions) {
        if (!name.startsWith(prefix)) continue;
        const [word = "", deeper] = name.slice(prefix.length).split(" ");
        const known = words.get(word);
        if (deeper === undefined) words.set(word, summary);
        else if (known === undefined) words.set(word, `Commands: ${deeper}`);
        else if (known.startsWith("Commands: ")) words.set(word, `${known}, ${deeper}`);
    }
    return [...words].map(([word, help]) => ({ word, help }));
}

function valuesOf({ value, choices }: OptionSpec): Values {
    if (value === undefined) return { kind: "none" };
    if (choices) return { kind: "choices", choices };
    return {
        kind: value === "STACK" ? "stacks" : value === "FILE" ? "files" : value === "DIR" ? "folders" : "any",
    };
}

function argumentValues({ name, choices }: ArgumentSpec): Values {
    return valuesOf({ value: name.replace(/^[<[]|[\]>]$/g, ""), choices, help: "" });
}
