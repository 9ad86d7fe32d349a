import { join, resolve } from "node:path";
import { ExitStatus, WindlassError } from "../lifecycle/errors";
import { writeTree } from "../lifecycle/files/atomic-write-store";
import { renderedFiles } from "../render/files";
import { renderStack } from "../render/render-stack";
import { type Command, STACK_OPTION } from "./command";
import { readStacks } from "./read-stacks";
import { staleFiles } from "./render-check";
import { isRendered } from "./start";

/** Writes the manifests of stacks to a folder of the user's choice: for Git, for a diff, for another tool. */
export const renderCommand: Command = {
    name: "render",
    summary: "Write the manifests of stacks, by layer",
    options: {
        stack: STACK_OPTION,
        out: { type: "string", value: "DIR", help: "Folder to write to (default: clusters)" },
        check: { type: "boolean", help: "Write nothing; say what is stale in DIR" },
    },
    notes: [
        "Writes DIR/<stack>/<layer>/. A file that has not changed is not touched, one that is gone is removed.",
        "With --check nothing is written: exit status 4 says that a folder is not what would be rendered, and must be",
        "rendered and committed before Flux applies what it holds. A stack without a folder is passed over.",
    ].join("\n"),
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
        let status: ExitStatus = ExitStatus.ok;
        for (const stack of stacks) {
            signal.throwIfAborted();
            const { stack: name } = stack.settings;
            terminal.progress(`Rendering ${name} …`);
            const files = renderedFiles(await renderStack(stack));
            const folder = join(out, name);
            if (options["check"]) {
                const stale = staleFiles(resolve(folder), files);
                terminal.note(`${name}: ${saying(stale)} ${folder}`);
                for (const line of shown(stale ?? [])) terminal.print(`${name}: ${line}`);
                if (stale && stale.length > 0) status = ExitStatus.stale;
            } else {
                const changed = writeTree(resolve(folder), files, { owns: isRendered });
                terminal.note(
                    `${name}: ${files.size} files ${changed ? "written" : "unchanged"} in ${folder}`,
                );
            }
        }
        return status;
    },
};

/** As many stale files as a reader wants to see; the rest is a number. */
const SHOWN = 10;

function shown(stale: readonly string[]): readonly string[] {
    const more = stale.length - SHOWN;
    return more > 0 ? [...stale.slice(0, SHOWN), `and ${more} more`] : stale;
}

function saying(stale: readonly string[] | undefined): string {
    if (!stale) return "nothing is rendered in";
    if (stale.length === 0) return "up to date in";
    return `${stale.length} file${stale.length === 1 ? "" : "s"} to render in`;
}
