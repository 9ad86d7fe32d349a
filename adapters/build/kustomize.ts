import { join } from "node:path";

import type { BuiltApp } from "../../lifecycle/workloads/built-app";
import { APPS_FOLDER } from "../files/app-files";
import type { LocatedTool } from "./locate-tool";
import { runTool } from "./run-tool";

/** An app that is built, and what by. */
export interface BuildArgs {
    readonly root: string;
    readonly app: string;
    readonly built: BuiltApp;
    readonly tool: LocatedTool;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal?: AbortSignal;
}

/** What `kustomize build` prints: plugins, functions and charts are off, as they are unless kustomize is told otherwise. */
export function buildKustomization({ root, app, built, tool, signal }: BuildArgs): Promise<string> {
    const cwd = join(root, APPS_FOLDER, app, built.folder);
    return runTool({ tool: "kustomize", path: tool.path, args: ["build", "."], cwd, signal });
}
