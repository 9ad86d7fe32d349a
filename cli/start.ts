import { join } from "node:path";
import { HEALTH_FOLDER, NAMESPACES_FOLDER } from "../components/flux/layers";
import { LAYERS } from "../components/kube/layer";
import { ExitStatus, WindlassError, throwCollected } from "../lifecycle/kit/errors";
import { writeTree } from "../adapters/files/atomic-write-store";
import { lockFileName } from "../lifecycle/settings/lock-parse";
import { readLock } from "../adapters/files/lock-store";
import { listStacks } from "../adapters/files/settings-source";
import { unknownPins } from "../lifecycle/upgrade/existing-pins";
import { readCatalog } from "../adapters/files/catalog-store";
import { renderedFiles } from "../render/files";
import { loadProgram } from "../render/load-program";
import { renderStack } from "../render/render-stack";
import type { Invocation } from "./command";
import type { startCommand } from "./definitions/start";
import { readStacks } from "./read-stacks";
import { stackTable, summarize, type StackSummary } from "./stack-summary";

/** Where the main job writes, below the project's root. */
export const RENDER_FOLDER = "dist/render";

/** The main job: verify every stack, evaluate its program, write its manifests, say what it comes to. */
export async function run({ root, terminal, signal }: Invocation<typeof startCommand>): Promise<ExitStatus> {
    requireKnownPins(root);
    const stacks = readStacks(root);
    const program = await loadProgram(root);
    const summaries: StackSummary[] = [];
    for (const [index, stack] of stacks.entries()) {
        signal.throwIfAborted();
        terminal.progress(`Rendering ${stack.settings.stack} (${index + 1} of ${stacks.length}) …`);
        const rendered = await renderStack(stack, { program });
        writeTree(join(root, RENDER_FOLDER, stack.settings.stack), renderedFiles(rendered), {
            owns: isRendered,
        });
        summaries.push(summarize(stack, rendered));
    }
    terminal.print(stackTable(summaries, terminal));
    terminal.note(terminal.paint("dim", `Manifests are in ${RENDER_FOLDER}/<stack>/<layer>/.`));
    return ExitStatus.ok;
}

/**
 * Refuses pins of versions that nobody made, before anything else is asked of them: no sidecars can be made for them
 * either. A lock that cannot be read is left to whoever reads the stack as a whole.
 */
function requireKnownPins(root: string): void {
    const catalog = readCatalog(root);
    const errors = listStacks(root).flatMap((stack) => {
        try {
            return unknownPins(stack, lockFileName(stack), readLock(root, stack).lock, catalog);
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            return [];
        }
    });
    throwCollected(errors);
}

/**
 * Files of an earlier render, which a new one may replace: in the folder of a layer or of the namespaces, as `renderedFiles`
 * names them. Until 0.1.0 no namespace had a folder of its own.
 */
export function isRendered(path: string): boolean {
    const folders = path.split("/");
    const name = folders.pop() ?? "";
    const [layer, ...deeper] = folders;
    if (path === `${HEALTH_FOLDER}/README.md`) return true;
    const isKnown = layer === NAMESPACES_FOLDER || LAYERS.some((known) => known === layer);
    const deepest = layer === "workloads" ? 1 : 0;
    return isKnown && deeper.length <= deepest && /\.(?:yaml|helm\.txt)$/.test(name);
}
