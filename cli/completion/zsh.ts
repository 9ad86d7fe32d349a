import {
    type CompletionNode,
    type CompletionOption,
    type CompletionWord,
    STACKS_COMMAND,
    type Values,
} from "./completion-words";

/** The script that completes `windlass` in zsh: sourced after compinit, or `_windlass` in a folder of `fpath`. */
export function zshScript(nodes: readonly CompletionNode[]): string {
    const groups = nodes.filter(({ path, words }) => path !== "" && words.length > 0);
    const commands = nodes.filter(
        ({ path, words, options }) => path !== "" && (words.length === 0 || options.length > 0),
    );
    return `#compdef windlass
_windlass_stacks() {
    local -a stacks
    stacks=(\${(f)"$(${STACKS_COMMAND})"})
    compadd -a stacks
}
_windlass() {
    local -a commands
    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
        commands=(${described(nodes[0]?.words ?? [])})
        _describe command commands
        return
    fi
    if (( CURRENT == 3 )) && [[ $words[3] != -* ]]; then
        case $words[2] in
${groups.map(({ path, words }) => `            ${path}) commands=(${described(words)}); _describe command commands ;;`).join("\n")}
        esac
    fi
    local typed="\${(j: :)words[2,CURRENT-1]} "
    case $typed in
${commands.map(commandArm).join("\n")}
        *) _arguments ${(nodes[0]?.options ?? []).map(optionSpec).join(" ")} ;;
    esac
}
if [[ $funcstack[1] == _windlass ]]; then _windlass "$@"; else compdef _windlass windlass; fi
`;
}

function commandArm({ path, options, values }: CompletionNode): string {
    const depth = path.split(" ").length;
    const argument = values.kind === "none" ? [] : [quoted(`1:${action(values)}`)];
    const specs = [...options.map(optionSpec), ...argument].join(" ");
    return `        ${quoted(`${path} `)}*) shift ${depth} words; (( CURRENT -= ${depth} )); _arguments ${specs} ;;`;
}

function optionSpec({ word, help, values, multiple }: CompletionOption): string {
    const name = `${multiple ? "*" : ""}--${word}`;
    const about = `[${help.replace(/[[\]:\\]/g, "\\$&")}]`;
    return quoted(values.kind === "none" ? `${name}${about}` : `${name}=${about}:${action(values)}`);
}

/** The message and what is offered. */
function action(values: Values): string {
    switch (values.kind) {
        case "choices":
            return `value:(${values.choices.join(" ")})`;
        case "stacks":
            return "stack:_windlass_stacks";
        case "files":
            return "file:_files";
        case "folders":
            return "folder:_files -/";
        case "any":
        case "none":
            return "value: ";
    }
}

function described(words: readonly CompletionWord[]): string {
    return words.map(({ word, help }) => quoted(`${word}:${help}`)).join(" ");
}

function quoted(text: string): string {
    return `'${text.replaceAll("'", "'\\''")}'`;
}
