import { WindlassError } from "../kit/errors";
import type { BuiltBy } from "./build-definition";

/** Folder of an app in which what was built from it stands, a file for every stack that differs. */
export const BUILT_FOLDER = "built";

/** What says that an app is a chart. */
export const HELM_FILE = "helm.yaml";

/** What says that an app is a folder of another repository. */
export const SOURCE_FILE = "source.yaml";

/** Names a kustomization may have (kustomize's api/konfig/general.go, RecognizedKustomizationFileNames). */
export const KUSTOMIZATION_FILES: readonly string[] = [
    "kustomization.yaml",
    "kustomization.yml",
    "Kustomization",
];

/** How an app is built for a stack. */
export interface BuiltApp {
    readonly tool: BuiltBy;
    /** Folder below the app's that kustomize builds; `""` is the app's own. */
    readonly folder: string;
    /** The stack's own file of values, where there is one. */
    readonly stackValues: string | undefined;
    /** Where what was built stands, below the app's folder. */
    readonly output: string;
    /** Whether a file belongs to other stacks alone. */
    readonly isOthers: (file: string) => boolean;
}

/** Stacks that do not differ share this one; no stack can have its name. */
const SHARED = "_all";

/**
 * How an app is built for a stack; undefined where its manifests are plain.
 *
 * @param files Every file of the app's folder, relative to it, with `/`.
 * @throws WindlassError where nobody can tell.
 */
export function builtApp(app: string, stack: string, files: ReadonlySet<string>): BuiltApp | undefined {
    const isKustomization = (folder: string): boolean =>
        KUSTOMIZATION_FILES.some((name) => files.has(`${folder}${name}`));
    const overlay = `overlays/${stack}`;
    const overlays = [...files].some((file) => /^overlays\/[^/]+\/./.test(file));
    const isKustomized = isKustomization("") || overlays;
    const isChart = files.has(HELM_FILE);
    if (files.has(SOURCE_FILE)) {
        if (isKustomized || isChart) {
            throw new WindlassError({
                file: `apps/${app}/${SOURCE_FILE}`,
                rule: "stands beside a kustomization or a chart, and an app is built by one tool",
                remedy: "Split the app, or let the kustomization name the repository: ADDRESS//FOLDER?ref=COMMIT",
            });
        }
        return {
            tool: "git",
            folder: "",
            stackValues: undefined,
            output: outputOf(SHARED),
            isOthers: () => false,
        };
    }
    if (!isKustomized && !isChart) return undefined;
    if (isKustomized && isChart) {
        throw new WindlassError({
            file: `apps/${app}/${HELM_FILE}`,
            rule: "stands beside a kustomization, and an app is built by one tool",
            remedy: "Split the app, or render the chart into plain manifests that the kustomization names",
        });
    }
    return isChart
        ? chart(stack, files)
        : kustomization(app, stack, isKustomization(`${overlay}/`) ? overlay : "", isKustomization);
}

function kustomization(
    app: string,
    stack: string,
    folder: string,
    isKustomization: (folder: string) => boolean,
): BuiltApp {
    if (folder === "" && !isKustomization("")) {
        throw new WindlassError({
            file: `apps/${app}/overlays/${stack}`,
            rule: `is no kustomization, and stack ${stack} has the app`,
            remedy: `Add overlays/${stack}/kustomization.yaml, or a kustomization.yaml for stacks without one`,
        });
    }
    return {
        tool: "kustomize",
        folder,
        stackValues: undefined,
        output: outputOf(folder === "" ? SHARED : stack),
        isOthers: (file) => file.startsWith("overlays/") && !file.startsWith(`overlays/${stack}/`),
    };
}

function chart(stack: string, files: ReadonlySet<string>): BuiltApp {
    const own = `values.${stack}.yaml`;
    const has = files.has(own);
    return {
        tool: "helm",
        folder: "",
        stackValues: has ? own : undefined,
        output: outputOf(has ? stack : SHARED),
        isOthers: (file) => /^values\.[^/]+\.yaml$/.test(file) && file !== own,
    };
}

function outputOf(name: string): string {
    return `${BUILT_FOLDER}/${name}.yaml`;
}
