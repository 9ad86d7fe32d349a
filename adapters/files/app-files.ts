import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, posix, sep } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { digestOf } from "../../lifecycle/kit/canonical-json";
import { sha256 } from "../../lifecycle/kit/sha256";
import {
    BUILT_FOLDER,
    type BuiltApp,
    KUSTOMIZATION_FILES,
    builtApp,
} from "../../lifecycle/workloads/built-app";
import { kustomizationReferences } from "../../lifecycle/workloads/kustomization-references";
import { fileFault } from "./file-fault";
import { readText } from "./text-source";

/** Where workload folders live, below the project's root. */
export const APPS_FOLDER = "apps";

/** Folders below `apps/`, sorted. */
export function appFolders(root: string): readonly string[] {
    if (!existsSync(join(root, APPS_FOLDER))) return [];
    return readdirSync(join(root, APPS_FOLDER), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name)
        .sort();
}

/** How apps are built for stacks, undefined where their manifests are plain or not there; each folder is looked at once. */
export function builtApps(root: string): (app: string, stack: string) => BuiltApp | undefined {
    const folders = new Map<string, ReadonlySet<string>>();
    return (app, stack) => {
        const files = folders.get(app) ?? new Set(filesBelow(root, `${APPS_FOLDER}/${app}`));
        folders.set(app, files);
        return builtApp(app, stack, files);
    };
}

/**
 * Digest of all that an app is built from: every file of its folder but those of other stacks, and of the folders that
 * its kustomizations name.
 *
 * @throws WindlassError for a folder outside of `apps/`, which no pull request would be asked about, or an address that is
 *   not of one commit.
 */
export function inputsDigest(root: string, app: string, built: BuiltApp): string {
    const own = `${APPS_FOLDER}/${app}`;
    const files = new Set(
        filesBelow(root, own)
            .filter((file) => !file.startsWith(`${BUILT_FOLDER}/`) && !built.isOthers(file))
            .map((file) => `${own}/${file}`),
    );
    if (built.tool === "kustomize") addReferences(root, own, files);
    const entries = [...files].sort().map((file) => [file, sha256(readFileSync(join(root, file)))]);
    const { tool, folder, stackValues } = built;
    return digestOf([tool, folder, stackValues ?? "", entries]);
}

/** Follows what kustomizations name, and what is named there. */
function addReferences(root: string, own: string, files: Set<string>): void {
    for (const file of files) {
        if (!KUSTOMIZATION_FILES.includes(posix.basename(file))) continue;
        for (const reference of kustomizationReferences(file, readText(root, file))) {
            if (reference === own || reference.startsWith(`${own}/`)) continue;
            if (!reference.startsWith(`${APPS_FOLDER}/`)) {
                throw new WindlassError({
                    file,
                    value: reference,
                    rule: `lies outside of ${APPS_FOLDER}/, where a change of it would be nobody's change of this app`,
                    remedy: `Move it below ${APPS_FOLDER}/`,
                });
            }
            // A set is walked on to what is added meanwhile.
            for (const found of filesBelow(root, reference)) files.add(`${reference}/${found}`);
        }
    }
}

/** Files below a folder, at any depth, relative to it. */
function filesBelow(root: string, folder: string): readonly string[] {
    try {
        return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath, entry.name).slice(join(root, folder).length + 1))
            .map((path) => path.split(sep).join("/"))
            .filter((path) => !path.split("/").some((part) => part.startsWith(".")));
    } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        // Whoever reads the app says that it is missing.
        if (code === "ENOENT" || code === "ENOTDIR") return [];
        throw fileFault(error, { file: folder, doing: "read" }) ?? error;
    }
}
