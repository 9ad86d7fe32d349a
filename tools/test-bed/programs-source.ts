import { readFileSync } from "node:fs";
import { join } from "node:path";

import { executableIn, executableOnPath } from "../../adapters/files/executable-source";
import { type Build, type Component, GROUPS, builds } from "./programs";

/** Where programs are looked for. */
export interface LocateProgramsArgs {
    /** Variables `KUBEBUILDER_ASSETS` and `PATH`. */
    readonly env: Readonly<Record<string, string | undefined>>;
    /** The user's cache folder (see `cacheFolder`). */
    readonly cache: string;
    /** Folder of the Go module that builds the programs. @default Windlass' own `tools/control-plane` */
    readonly tools?: string;
}

/** What {@link locatePrograms} found. */
export interface LocatedPrograms {
    readonly found: Readonly<Partial<Record<Component, string>>>;
    /** What has to be built, in the order to build it in. */
    readonly missing: readonly Build[];
}

/** The Go module beside this source. */
export const TOOLS = join(__dirname, "..", "..", "tools", "control-plane");

/**
 * Looks for the programs of a control plane: in the folder `KUBEBUILDER_ASSETS` (where envtest keeps its own), on `PATH`,
 * then among those that were built before. What belongs together comes from one place.
 */
export function locatePrograms(args: LocateProgramsArgs): LocatedPrograms {
    const { env, cache, tools = TOOLS } = args;
    const recipes = builds(readFileSync(join(tools, "go.mod"), "utf8"));
    const places: ((component: Component) => string | undefined)[] = [
        (component) => executableIn([env["KUBEBUILDER_ASSETS"] ?? ""], component),
        (component) => executableOnPath(component, env),
        (component) => executableIn([cachedFolder(cache, recipes[component])], component),
    ];
    const found: Partial<Record<Component, string>> = {};
    const missing: Build[] = [];
    for (const group of GROUPS) {
        const paths = places
            .map((place) => group.map(place))
            .find((candidates) => candidates.every((path) => path !== undefined));
        for (const [index, component] of group.entries()) {
            const path = paths?.[index];
            if (path === undefined) missing.push(recipes[component]);
            else found[component] = path;
        }
    }
    return { found, missing };
}

/** Folder of a program that was built: one a version, so that two checkouts of Windlass share what they can. */
export function cachedFolder(cache: string, { component, version }: Build): string {
    return join(cache, "control-plane", component, version);
}
