import { WindlassError } from "../lifecycle/kit/errors";
import { writeText } from "../adapters/files/atomic-write-store";
import type { FileChange } from "../adapters/forge/commit-source";
import { blobId } from "../adapters/git/blob-id";
import { type Blob, listTree } from "../adapters/git/tree-source";
import { readCommittedVersion } from "../adapters/git/version-source";
import { sidecarsFile } from "../adapters/files/sidecars-store";
import { deliveredFolder } from "../lifecycle/settings/delivered-folder";
import { readSettings } from "../adapters/files/settings-source";
import { readStack } from "../adapters/files/stack-source";
import { renderedFiles } from "../render/files";
import { loadProgram } from "../render/load-program";
import { renderStack } from "../render/render-stack";
import { isRendered } from "./start";

export interface RenderedChangesArgs {
    /** The project's root, in a clone that has the commit. */
    readonly root: string;
    readonly commit: string;
    /** New text of the sidecars file, by stack. */
    readonly sidecars: ReadonlyMap<string, string>;
    readonly signal?: AbortSignal;
}

/** What has to follow new sidecars, and what could not. */
export interface RenderedChanges {
    /** Manifests that are new, others or gone. */
    readonly files: readonly FileChange[];
    /** Why a folder stays as it is, as sentences. */
    readonly notes: readonly string[];
}

/**
 * What new sidecars make of the manifests in each stack's folder (`flux.git.path`), for stacks whose manifests the commit holds: Flux
 * applies those and knows no sidecars file, so that both belong in one commit. The commit's data is evaluated, never its
 * code: the program is the one that runs here. A stack it cannot evaluate keeps its folder, with a note.
 */
export async function renderedChanges(args: RenderedChangesArgs): Promise<RenderedChanges> {
    const { root, commit, sidecars, signal } = args;
    if (sidecars.size === 0) return { files: [], notes: [] };
    const files: FileChange[] = [];
    const notes: string[] = [];
    const program = await loadProgram(root);
    const version = await readCommittedVersion({ root, ref: commit, option: "--from", signal });
    try {
        for (const [stack, text] of sidecars) {
            let folder = `clusters/${stack}`;
            try {
                const settings = readSettings(version.root, stack);
                folder = deliveredFolder(settings);
                const { blobs } = await listTree({ root, commit, paths: [folder], signal });
                if (!blobs.some(({ path }) => path.startsWith(`${folder}/`))) continue;
                writeText(version.root, sidecarsFile(stack), text);
                const rendered = renderedFiles(
                    await renderStack(readStack(version.root, settings), { program }),
                );
                files.push(...changesOf(folder, rendered, blobs, commit));
            } catch (error) {
                if (!(error instanceof WindlassError)) throw error;
                notes.push(`${folder} stays as it is, and has to be rendered by hand: ${error.message}`);
            }
        }
    } finally {
        version.remove();
    }
    return { files, notes };
}

/** As `windlass render` would leave the folder, except that a file which is nobody's render stays. */
function changesOf(
    folder: string,
    rendered: ReadonlyMap<string, string>,
    blobs: readonly Blob[],
    commit: string,
): readonly FileChange[] {
    const old = new Map(
        blobs
            .filter(({ path }) => path.startsWith(`${folder}/`))
            .map(({ path, id }) => [path.slice(folder.length + 1), id]),
    );
    const gone = [...old.keys()].filter((path) => !rendered.has(path) && isRendered(path));
    const other = [...rendered].filter(([path, text]) => old.get(path) !== blobId(Buffer.from(text), commit));
    return [
        ...other.map(([path, text]) => ({ path: `${folder}/${path}`, text })),
        ...gone.map((path) => ({ path: `${folder}/${path}`, text: undefined })),
    ];
}
