import { readdirSync } from "node:fs";
import { join } from "node:path";
import { WindlassError, throwCollected } from "../../lifecycle/kit/errors";
import { APPS_FOLDER, builtApps } from "./app-files";
import { builtFile, readBuilt } from "./built-source";
import { fileFault } from "./file-fault";
import { readText } from "./text-source";
import type { SourcedManifest } from "../../lifecycle/workloads/manifest";
import { readModule } from "./module-source";
import { parseManifests, takeManifests } from "../../lifecycle/workloads/parse-manifests";

/** Module of a workload folder that exports typed manifests. */
const MODULE = "manifests.ts";

/** Reads the manifests of workload folders, each folder once however many stacks ask for it. */
export interface ManifestReader {
    /**
     * Manifests of some folders below `apps/`: every `*.yaml` of each, and what its `manifests.ts` exports, not of
     * folders below it, in the order of the names; of a kustomization or a chart, what it was built into. A function that
     * the module exports is asked once a stack.
     *
     * @param stack Stack they are for: overlays and values may be its own.
     * @throws WindlassError for all that is wrong in any of the files, at once.
     */
    read(apps: readonly string[], stack: string): readonly SourcedManifest[];
}

/** A reader for the project at this root. What it has read it keeps, so one reader sees one state of the files. */
export function manifestReader(root: string): ManifestReader {
    const folders = new Map<string, readonly SourcedManifest[]>();
    const builtAppOf = builtApps(root);
    const readOnce = (app: string, stack: string): readonly SourcedManifest[] => {
        const built = builtAppOf(app, stack);
        const keys = [built ? builtFile(app, built) : app, `${app} ${stack}`];
        const known = keys.map((key) => folders.get(key)).find((manifests) => manifests !== undefined);
        if (known) return known;
        const { manifests, isOwn } = built
            ? { manifests: readBuilt(root, app, built), isOwn: false }
            : readFolder(root, app, stack);
        folders.set(keys[isOwn ? 1 : 0] ?? app, manifests);
        return manifests;
    };
    return { read: (apps, stack) => collect(apps, (app) => readOnce(app, stack)) };
}

/** Manifests of a folder, and whether they are that stack's own. */
function readFolder(
    root: string,
    app: string,
    stack: string,
): { readonly manifests: readonly SourcedManifest[]; readonly isOwn: boolean } {
    let isOwn = false;
    const manifests = collect(manifestFiles(root, app), (file) => {
        if (!file.endsWith(MODULE)) return parseManifests(app, file, readText(root, file));
        const { value, isFunction } = readModule(root, file, "manifests", { stack });
        isOwn = isFunction;
        return takeManifests(app, file, value);
    });
    return { manifests, isOwn };
}

/** Reads on after a complaint, so that everything is mended in one go. */
function collect<T>(
    items: readonly T[],
    read: (item: T) => readonly SourcedManifest[],
): readonly SourcedManifest[] {
    const manifests: SourcedManifest[] = [];
    const errors: WindlassError[] = [];
    for (const item of items) {
        try {
            for (const manifest of read(item)) manifests.push(manifest);
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            errors.push(error);
        }
    }
    throwCollected(errors);
    return manifests;
}

function manifestFiles(root: string, app: string): string[] {
    const folder = join(APPS_FOLDER, app);
    const files = listFolder(root, folder)
        .filter((name) => /\.ya?ml$/.test(name) || name === MODULE)
        .sort()
        .map((name) => `${APPS_FOLDER}/${app}/${name}`);
    if (files.length > 0) return files;
    throw new WindlassError({
        file: `${APPS_FOLDER}/${app}`,
        rule: "A workload folder holds a YAML file or manifests.ts",
        remedy: "Add the workload's manifests or remove its name from workloads.apps",
    });
}

function listFolder(root: string, folder: string): string[] {
    try {
        return readdirSync(join(root, folder), { withFileTypes: true })
            .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
            .map((entry) => entry.name);
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        const fault = fileFault(error, { file: folder, doing: "read" });
        if (fault && code !== "ENOENT" && code !== "ENOTDIR") throw fault;
        throw new WindlassError({
            file: folder,
            key: "windlass:workloads.apps",
            rule: "There is no such workload folder",
            remedy: `Make it and put the workload's manifests in, or remove the name from the stack's configuration`,
        });
    }
}
