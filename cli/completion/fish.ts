import { type CompletionNode, STACKS_COMMAND, type Values } from "./completion-words";

/** The script that completes `windlass` in fish. */
export function fishScript(nodes: readonly CompletionNode[]): string {
    return `# fish completion for windlass: windlass completion fish | source
function __windlass_at
    set -l typed (commandline -opc)
    set -e typed[1]
    test "$typed" = "$argv"
end
function __windlass_within
    set -l typed (commandline -opc)
    set -e typed[1]
    string match -q -- "$argv *" "$typed "
end
complete -c windlass -f
${nodes.flatMap(nodeLines).join("\n")}
`;
}

function nodeLines({ path, words, options, values }: CompletionNode): readonly string[] {
    const at = `complete -c windlass -n '__windlass_at ${path}'`;
    const within = path === "" ? at : `complete -c windlass -n '__windlass_within ${path}'`;
    return [
        ...words.map(({ word, help }) => `${at} -a ${word} -d ${quoted(help)}`),
        ...(values.kind === "none" || values.kind === "any" ? [] : [`${at} ${offered(values)}`]),
        ...options.map((option) => {
            const takes = option.values.kind === "none" ? "" : ` ${offered(option.values)}`;
            return `${within} -l ${option.word} -d ${quoted(option.help)}${takes}`;
        }),
    ];
}

/** Options of \`complete\` for a value that has to follow. */
function offered(values: Values): string {
    switch (values.kind) {
        case "choices":
            return `-x -a ${quoted(values.choices.join(" "))}`;
        case "stacks":
            return `-x -a '(${STACKS_COMMAND})'`;
        case "files":
            return "-r -F";
        case "folders":
            return "-x -a '(__fish_complete_directories)'";
        case "any":
        case "none":
            return "-x";
    }
}

function quoted(text: string): string {
    return `'${text.replace(/['\\]/g, "\\$&")}'`;
}
