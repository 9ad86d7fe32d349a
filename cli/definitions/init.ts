import { defineCommand } from "../command";
import { JSON_OPTION } from "./options";

export const initCommand = defineCommand({
    name: "init",
    summary: "Make a mesh repository: stacks/, apps/ with one example, a program of a few lines, workflows",
    arguments: [{ name: "[DIR]", help: "Made where it is missing (default: this folder)" }],
    project: "none",
    options: {
        name: { value: "NAME", help: "Name of the Pulumi project (default: that of the folder)" },
        stack: { value: "NAME", help: "Name of the first stack", default: "dev" },
        context: {
            value: "CONTEXT",
            help: "Context of the kubeconfig that reaches its cluster (default: the current one)",
        },
        json: JSON_OPTION,
    },
    notes: `
        Nothing in the folder is overwritten: a file that is there already is kept, and named. \`npm start\`
        and \`npm test\` are green in it at once.
    `,
});
