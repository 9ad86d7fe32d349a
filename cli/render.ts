import { join, resolve } from "node:path";
import { ExitStatus, WindlassError } from "../lifecycle/errors";
import { writeTree } from "../lifecycle/files/atomic-write-store";
import { renderedFiles } from "../render/files";
import { renderStack } from "../render/render-stack";
import { type Command, STACK_OPTION } from "./command";
import { readStacks } from "./read-stacks";
import { isRendered } from "./start";

/** Writes the manifests of stacks to a folder of the user's choice: for Git, for a diff, for another tool. */
export const renderCommand: Command = {
    name: "render",
    summary: "Write the manifests of stacks, by layer",
    options: {
        stack: STACK_OPTION,
        out: { type: "string", value: "DIR", help: "Folder to write to (default: clusters)" },
    },
    notes: "Writes DIR/<stack>/<layer>/. A file that has not changed is not touched, one that is gone is removed.",
    async run({ root, options, terminal, signal }) {
        const stacks = readStacks(root, options["stack"] as readonly string[] | undefined);
        const { out = join(root, "clusters") } = options;
        if (typeof out !== "string" || out === "") {
            throw new WindlassError({
                key: "--out",
                value: out,
                rule: "A folder is needed",
                remedy: "Name one",
            });
        }
        for (const stack of stacks) {
            signal.throwIfAborted();
            const { stack: name } = stack.settings;
            terminal.progress(`Rendering ${name} …`);
            const files = renderedFiles(await renderStack(stack));
            const changed = writeTree(resolve(out, name), files, { owns: isRendered });
            terminal.note(
                `${name}: ${files.size} files ${changed ? "written" : "unchanged"} in ${join(out, name)}`,
            );
        }
        return ExitStatus.ok;
    },
};
