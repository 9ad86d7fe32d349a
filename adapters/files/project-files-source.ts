import { existsSync } from "node:fs";
import { join } from "node:path";

import { holdsText } from "./holds-store";
import { listStacks } from "./settings-source";
import { sidecarsFile } from "./sidecars-store";
import { APPS_FOLDER, appFolders } from "./app-files";
import { TOOLS_FILE } from "./tools-store";
import { HELM_FILE, SOURCE_FILE } from "../../lifecycle/workloads/built-app";
import { readText, readTextIfThere } from "./text-source";
import { windowsText } from "./windows-source";
import { HOLDS_FILE } from "../../lifecycle/holds/holds-parse";
import type { FileKind, ProjectFile } from "../../lifecycle/migrate/file-kinds";
import { lockFileName } from "../../lifecycle/settings/lock-parse";
import { settingsFile } from "../../lifecycle/settings/settings-parse";
import { WINDOWS_FILE } from "../../lifecycle/windows/windows-parse";
import { CATALOG_FILES } from "../../lifecycle/versions/catalog-parse";

/**
 * Every file of a project whose format has versions: stacks with their locks and sidecars, holds, windows, a catalog of its own,
 * charts as apps and the tools that build them.
 * The catalog that the package brings is as new as the package.
 *
 * @param root - folder of the project
 */
export function readProjectFiles(root: string): readonly ProjectFile[] {
    const read = (kind: FileKind, file: string, stack?: string): readonly ProjectFile[] => {
        const text = readTextIfThere(root, file);
        return text === undefined ? [] : [{ kind, file, stack, text }];
    };
    const stacks = listStacks(root).flatMap((stack) => [
        ...read("stack", settingsFile(stack), stack),
        ...read("lock", lockFileName(stack), stack),
        ...read("sidecars", sidecarsFile(stack), stack),
    ]);
    const holds = holdsText(root);
    const windows = windowsText(root);
    const catalog = existsSync(join(root, "catalog"))
        ? Object.values(CATALOG_FILES).flatMap((file) => read("catalog", file))
        : [];
    return [
        ...stacks,
        ...(holds === undefined ? [] : [{ kind: "holds" as const, file: HOLDS_FILE, text: holds }]),
        ...(windows === undefined ? [] : [{ kind: "windows" as const, file: WINDOWS_FILE, text: windows }]),
        ...catalog,
        ...appFolders(root).flatMap((app) => read("helm", `${APPS_FOLDER}/${app}/${HELM_FILE}`)),
        ...appFolders(root).flatMap((app) => read("source", `${APPS_FOLDER}/${app}/${SOURCE_FILE}`)),
        ...read("tools", TOOLS_FILE),
    ];
}

/** The pin of a mesh, which lies in a repository of others, by the path that somebody gives. */
export function readPinFile(file: string): ProjectFile {
    return { kind: "pin", file, text: readText("", file) };
}
