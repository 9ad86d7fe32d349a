import { type CompletionNode, STACKS_COMMAND, type Values } from "./completion-words";

/** The script that completes `windlass` in bash, from 3.2 on. */
export function bashScript(nodes: readonly CompletionNode[]): string {
    const paths = nodes
        .filter(({ path }) => path !== "")
        .map(({ path }) => `        "${path} "*) path="${path}" ;;`);
    return `# bash completion for windlass: source <(windlass completion bash)
_windlass() {
    local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}" path="" words=""
    COMPREPLY=()
    # The shell splits --stack=dev at the sign.
    if [[ $cur == "=" ]]; then
        cur=""
    elif [[ $prev == "=" ]]; then
        prev="\${COMP_WORDS[COMP_CWORD - 2]}"
    fi
    case "\${COMP_WORDS[*]:1:COMP_CWORD-1} " in
${paths.join("\n")}
    esac
    case "$path $prev" in
${nodes.flatMap(valueArms).join("\n")}
    esac
    case "$path" in
${nodes.map(wordsArm).join("\n")}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _windlass windlass
`;
}

function valueArms({ path, options }: CompletionNode): readonly string[] {
    return options.flatMap(({ word, values }) =>
        values.kind === "none" ? [] : `        "${path} --${word}") ${reply(values)}return ;;`,
    );
}

function wordsArm({ path, words, options, values }: CompletionNode): string {
    const own = [...words, ...options.map(({ word }) => ({ word: `--${word}` }))].map(({ word }) => word);
    const choices = values.kind === "choices" ? values.choices : [];
    const files = values.kind === "files" || values.kind === "folders";
    const arm = `words="${[...choices, ...own].join(" ")}"`;
    return `        "${path}") ${files ? `[[ $cur == -* ]] || { ${reply(values)}return; }; ` : ""}${arm} ;;`;
}

/** Sets the answer; with a blank behind it. */
function reply(values: Values): string {
    switch (values.kind) {
        case "choices":
            return `COMPREPLY=($(compgen -W "${values.choices.join(" ")}" -- "$cur")); `;
        case "stacks":
            return `COMPREPLY=($(compgen -W "$(${STACKS_COMMAND})" -- "$cur")); `;
        case "files":
        case "folders":
            // Outside of a completion, as in a test, there is nothing to set options of.
            return `compopt -o filenames 2>/dev/null; local IFS=$'\\n'; COMPREPLY=($(compgen -${values.kind === "files" ? "f" : "d"} -- "$cur")); `;
        case "any":
        case "none":
            return "";
    }
}
