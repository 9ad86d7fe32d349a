import { join } from "node:path";

import { WindlassError } from "../../lifecycle/kit/errors";
import { exclusively } from "../../adapters/files/exclusive-store";
import { type Reporter, goBuild } from "./go-build-process";
import type { Build, Component, Programs } from "./programs";
import { executableOnPath } from "../../adapters/files/executable-source";
import { type LocateProgramsArgs, TOOLS, cachedFolder, locatePrograms } from "./programs-source";

/** Where programs come from, and whom to tell when they have to be built. */
export interface ObtainProgramsArgs extends LocateProgramsArgs {
    readonly reporter: Reporter;
    readonly signal?: AbortSignal;
}

/**
 * The programs of a control plane: found, or else built with Go into the cache. Two at once build them once.
 *
 * @throws WindlassError where something is missing and there is no Go, or it does not build.
 */
export async function obtainPrograms(args: ObtainProgramsArgs): Promise<Programs> {
    const first = locatePrograms(args);
    if (first.missing.length === 0) return complete(first.found);
    const go = executableOnPath("go", args.env);
    if (go === undefined) throw nothingToBuildWith(first.missing);
    const lock = join(args.cache, "control-plane", "build.lock");
    const { signal, reporter } = args;
    const onWait = (pid: number) =>
        reporter.note(`Waiting for process ${pid}, which is building a control plane …`);
    return exclusively(
        lock,
        async () => {
            // Another process may have built them while this one waited.
            const { found, missing } = locatePrograms(args);
            const built: Partial<Record<Component, string>> = {};
            for (const [index, recipe] of missing.entries()) {
                const count = `${index + 1} of ${missing.length}`;
                built[recipe.component] = await build(go, recipe, count, args);
            }
            return complete({ ...found, ...built });
        },
        { signal, onWait, patience: PATIENCE },
    );
}

/** Milliseconds to wait for another process that builds: an hour, as a slow machine may need. */
const PATIENCE = 3_600_000;

function complete(found: Readonly<Partial<Record<Component, string>>>): Programs {
    return found as Programs;
}

function nothingToBuildWith(missing: readonly Build[]): WindlassError {
    const names = missing.map(({ component }) => component).join(", ");
    return new WindlassError({
        key: "cluster",
        rule: `There is no ${names} here, and no Go to build what is missing with`,
        remedy:
            "Install Go (go.dev/dl) and run this again, or put the programs on PATH or in the folder KUBEBUILDER_ASSETS names; " +
            "nothing but `cluster` needs them",
    });
}

async function build(
    go: string,
    recipe: Build,
    count: string,
    { cache, tools = TOOLS, ...args }: ObtainProgramsArgs,
): Promise<string> {
    const { component, version, ldflags } = recipe;
    const program = join(cachedFolder(cache, recipe), component);
    await goBuild({
        ...args,
        go,
        module: tools,
        package: recipe.package,
        ldflags,
        program,
        what: `${component} ${version} (${count})`,
        help: "tools/control-plane/README.md",
    });
    return program;
}
