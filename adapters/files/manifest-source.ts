import { readdirSync } from "node:fs";
import { join } from "node:path";
import { WindlassError, throwCollected } from "../../lifecycle/kit/errors";
import { fileFault } from "./file-fault";
import { readText } from "./text-source";
import type { SourcedManifest } from "../../lifecycle/workloads/manifest";
import { readModule } from "./module-source";
import { parseManifests, takeManifests } from "../../lifecycle/workloads/parse-manifests";

/** Where plain manifests live, below the project's root. */
export const APPS_FOLDER = "apps";

/** Module of a workload folder that exports typed manifests. */
const MODULE = "manifests.ts";

/** Reads the manifests of workload folders, each folder once however many stacks ask for it. */
export interface ManifestReader {
    /**
     * Manifests of some folders below `apps/`: every `*.yaml` of each, and what its `manifests.ts` exports, not of
     * folders below it, in the order of the names.
     *
     * @throws WindlassError for all that is wrong in any of the files, at once.
     */
    read(apps: readonly string[]): readonly SourcedManifest[];
}

/** A reader for the project at this root. What it has read it keeps, so one reader sees one state of the files. */
export function manifestReader(root: string): ManifestReader {
    const folders = new Map<string, readonly SourcedManifest[]>();
    const readOnce = (app: string): readonly SourcedManifest[] => {
        const known = folders.get(app);
        if (known) return known;
        const manifests = readFolder(root, app);
        folders.set(app, manifests);
        return manifests;
    };
    return { read: (apps) => collect(apps, readOnce) };
}

function readFolder(root: string, app: string): readonly SourcedManifest[] {
    return collect(manifestFiles(root, app), (file) =>
        file.endsWith(MODULE)
            ? takeManifests(app, file, readModule(root, file, "manifests"))
            : parseManifests(app, file, readText(root, file)),
    );
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
