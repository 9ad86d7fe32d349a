import { defineCommand } from "../command";

export const completionCommand = defineCommand({
    name: "completion",
    summary: "Print a script that completes commands, options and stacks in a shell",
    arguments: [{ name: "<SHELL>", help: "Which one it is for", choices: ["bash", "zsh", "fish"] }],
    project: "none",
    options: {},
    examples: {
        "source <(windlass completion bash)":
            "in ~/.bashrc; zsh takes the same line in ~/.zshrc, after compinit",
        "windlass completion fish > ~/.config/fish/completions/windlass.fish": "once",
    },
});

/** What the scripts ask for while somebody types. */
export const completeStacksCommand = defineCommand({
    name: "__complete stacks",
    summary: "Print the names of the stacks, one a line",
    options: {},
    hidden: true,
});
