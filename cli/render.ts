import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { ExitStatus, WindlassError } from "../lifecycle/kit/errors";
import { writeTree } from "../adapters/files/atomic-write-store";
import { deliveredFolders } from "../lifecycle/settings/delivered-folder";
import type { StackSettings } from "../lifecycle/settings/settings";
import { listStacks, readSettings } from "../adapters/files/settings-source";
import { renderedFiles } from "../render/files";
import { loadProgram } from "../render/load-program";
import { renderStack } from "../render/render-stack";
import type { Invocation } from "./command";
import type { renderCommand } from "./definitions/render";
import { readStacks, stackNames } from "./read-stacks";
import { staleFiles } from "./render-check";
import { isRendered } from "./start";

/** Writes the manifests of stacks to a folder of the user's choice: for Git, for a diff, for another tool. */
export async function run({
    root,
    options,
    terminal,
    signal,
}: Invocation<typeof renderCommand>): Promise<ExitStatus> {
    const { out } = options;
    if (out === "") {
        throw new WindlassError({
            key: "--out",
            value: out,
            rule: "A folder is needed",
            remedy: "Name one",
        });
    }
    const named = stackNames(root, options.stack);
    const folderOf = out === undefined ? deliveredTo(root, named) : (stack: string) => join(out, stack);
    const isDelivered = (stack: string): boolean =>
        readSettings(root, stack).delivery === "flux" || existsSync(resolve(root, folderOf(stack)));
    const names = options.delivered ? named.filter(isDelivered) : named;
    const stacks = names.length === 0 ? [] : readStacks(root, names);
    const program = await loadProgram(root);
    let status: ExitStatus = ExitStatus.ok;
    for (const stack of stacks) {
        signal.throwIfAborted();
        const { stack: name, delivery } = stack.settings;
        const folder = folderOf(name);
        terminal.progress(`Rendering ${name} …`);
        const files = renderedFiles(await renderStack(stack, { program }));
        const path = out === undefined ? resolve(root, folder) : resolve(folder);
        if (options.check) {
            const stale = staleFiles(path, files);
            const missing = stale === undefined && out === undefined && delivery === "flux";
            const saying = missing ? "Flux reads what nobody has rendered yet from" : sayingOf(stale);
            terminal.note(`${name}: ${saying} ${folder}`);
            for (const line of shown(stale ?? [])) terminal.print(`${name}: ${line}`);
            if (missing) terminal.print(`${name}: ${folder} is missing`);
            if (missing || (stale && stale.length > 0)) status = ExitStatus.stale;
        } else {
            const changed = writeTree(path, files, { owns: isRendered });
            terminal.note(`${name}: ${files.size} files ${changed ? "written" : "unchanged"} in ${folder}`);
        }
    }
    return status;
}

/** Where Flux reads each stack from, held against all stacks there are: two in one folder would erase each other. */
function deliveredTo(root: string, named: readonly string[]): (stack: string) => string {
    const settings = listStacks(root).flatMap((stack) =>
        named.includes(stack) ? readSettings(root, stack) : settingsIfRight(root, stack),
    );
    const folders = deliveredFolders(settings);
    return (stack) => folders.get(stack) ?? never(stack);
}

/** What is wrong with a stack that nobody asked about is told where it is asked about. */
function settingsIfRight(root: string, stack: string): readonly StackSettings[] {
    try {
        return [readSettings(root, stack)];
    } catch (error) {
        if (error instanceof WindlassError) return [];
        throw error;
    }
}

function never(stack: string): never {
    throw new Error(`${stack} has no folder`);
}

/** As many stale files as a reader wants to see; the rest is a number. */
const SHOWN = 10;

function shown(stale: readonly string[]): readonly string[] {
    const more = stale.length - SHOWN;
    return more > 0 ? [...stale.slice(0, SHOWN), `and ${more} more`] : stale;
}

function sayingOf(stale: readonly string[] | undefined): string {
    if (!stale) return "nothing is rendered in";
    if (stale.length === 0) return "up to date in";
    return `${stale.length} file${stale.length === 1 ? "" : "s"} to render in`;
}
