import { readFileSync } from "node:fs";
import { join } from "node:path";

import { type Engine, type EngineName, type EnginePrograms, enginesNamed } from "./engines";
import { requiredVersion } from "./programs";
import { executableOnPath, isExecutable } from "../../adapters/files/executable-source";

/** Where engines are looked for. */
export interface LocateEnginesArgs {
    /** Which ones. */
    readonly names: readonly EngineName[];
    /** Variable `PATH`. */
    readonly env: Readonly<Record<string, string | undefined>>;
    /** The user's cache folder (see `cacheFolder`). */
    readonly cache: string;
    /** Folder of the Go modules. @default Windlass' own `tools/engines` */
    readonly tools?: string;
}

/** An engine, and the version at which its go.mod requires it. */
export interface EngineVersion {
    readonly engine: Engine;
    /** `v1.9.4` */
    readonly version: string;
}

/** What {@link locateEngines} found. */
export interface LocatedEngines {
    readonly found: Partial<EnginePrograms>;
    /** What has to be built, in the order to build it in. */
    readonly missing: readonly EngineVersion[];
}

/** The Go modules beside this source. */
export const ENGINES_FOLDER = join(__dirname, "..", "engines");

/**
 * Looks for engines: on `PATH`, then among those that were built before at the version that go.mod requires.
 */
export function locateEngines({
    names,
    env,
    cache,
    tools = ENGINES_FOLDER,
}: LocateEnginesArgs): LocatedEngines {
    const found: Partial<Record<EngineName, string>> = {};
    const missing: EngineVersion[] = [];
    for (const engine of enginesNamed(names)) {
        const goMod = readFileSync(join(tools, engine.folder, "go.mod"), "utf8");
        const version = requiredVersion(goMod, engine.module);
        const built = cachedEngine(cache, { engine, version });
        const program = executableOnPath(engine.name, env) ?? (isExecutable(built) ? built : undefined);
        if (program === undefined) missing.push({ engine, version });
        else found[engine.name] = program;
    }
    return { found, missing };
}

/** The release that an engine's go.mod requires: `1.44.0`. */
export function engineRelease(name: EngineName, tools = ENGINES_FOLDER): string {
    const [engine] = enginesNamed([name]);
    if (!engine) throw new Error(`${name} is no engine`);
    const goMod = readFileSync(join(tools, engine.folder, "go.mod"), "utf8");
    return requiredVersion(goMod, engine.module).replace(/^v/, "");
}

/** Path of an engine that was built: one folder a version, so that two checkouts of Windlass share what they can. */
export function cachedEngine(cache: string, { engine: { name }, version }: EngineVersion): string {
    return join(cache, "engines", name, version, name);
}
