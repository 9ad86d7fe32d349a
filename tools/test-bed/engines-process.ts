import {
    chmodSync,
    cpSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    readdirSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { join } from "node:path";

import { exclusively } from "../../adapters/files/exclusive-store";
import { WindlassError } from "../../lifecycle/kit/errors";
import { type Engine, type EnginePrograms, PROVIDER_VERSION } from "./engines";
import {
    ENGINES_FOLDER,
    type EngineVersion,
    type LocateEnginesArgs,
    cachedEngine,
    locateEngines,
} from "./engines-source";
import { type Reporter, goBuild } from "./go-build-process";
import { moduleFolder } from "./go-module-process";
import { executableOnPath } from "../../adapters/files/executable-source";

/** Where engines come from, and whom to tell when they have to be built. */
export interface ObtainEnginesArgs extends LocateEnginesArgs {
    readonly reporter: Reporter;
    readonly signal?: AbortSignal;
}

/** Milliseconds to wait for another process that builds: all of them take 35 minutes on two busy cores. */
const PATIENCE = 2 * 3_600_000;
const HELP = "tools/engines/README.md";

/**
 * Engines: found, or else built with Go into the cache. Two at once build them once.
 *
 * @throws WindlassError where something is missing and there is no Go, or it does not build
 */
export async function obtainEngines(args: ObtainEnginesArgs): Promise<Partial<EnginePrograms>> {
    const first = locateEngines(args);
    if (first.missing.length === 0) return first.found;
    const go = executableOnPath("go", args.env);
    if (go === undefined) throw nothingToBuildWith(first.missing);
    const { signal, reporter, cache } = args;
    const onWait = (pid: number) => reporter.note(`Waiting for process ${pid}, which is building engines …`);
    return exclusively(
        join(cache, "engines", "build.lock"),
        async () => {
            // Another process may have built them while this one waited.
            const { found, missing } = locateEngines(args);
            const built: Record<string, string> = {};
            for (const [index, wanted] of missing.entries()) {
                built[wanted.engine.name] = await build(
                    go,
                    wanted,
                    `${index + 1} of ${missing.length}`,
                    args,
                );
            }
            return { ...found, ...built };
        },
        { signal, onWait, patience: PATIENCE },
    );
}

function nothingToBuildWith(missing: readonly EngineVersion[]): WindlassError {
    return new WindlassError({
        key: "engines",
        rule: `There is no ${missing.map(({ engine }) => engine.name).join(", ")} here, and no Go to build what is missing with`,
        remedy: "Install Go (go.dev/dl) and run this again, or put the programs on PATH; only tests on real engines need them",
    });
}

async function build(
    go: string,
    wanted: EngineVersion,
    count: string,
    args: ObtainEnginesArgs,
): Promise<string> {
    const { engine, version } = wanted;
    const { cache, tools = ENGINES_FOLDER } = args;
    const program = cachedEngine(cache, wanted);
    const module = join(tools, engine.folder);
    const scratch = engine.embeds
        ? completeModule(await moduleFolder({ ...args, go, module: engine.module, folder: module }), args)
        : undefined;
    try {
        if (scratch) embed(engine, scratch);
        await goBuild({
            ...args,
            go,
            module,
            flags: scratch ? [`-modfile=${redirected(module, engine, scratch)}`] : [],
            package: engine.package,
            ldflags: ["-s -w", engine.stamp?.(version)].filter(Boolean).join(" "),
            program,
            what: `${engine.name} ${version} (${count})`,
            help: HELP,
        });
    } finally {
        if (scratch) rmSync(scratch, { recursive: true, force: true });
    }
    return program;
}

/** A copy of a module's source that can be written to: Go refuses an overlay of its own cache. */
function completeModule(source: string, { cache }: ObtainEnginesArgs): string {
    mkdirSync(join(cache, "engines"), { recursive: true });
    const scratch = mkdtempSync(join(cache, "engines", ".source-"));
    cpSync(source, join(scratch, "module"), { recursive: true });
    makeWritable(join(scratch, "module"));
    return scratch;
}

/** Folders of Go's cache may not be written to, and so neither may their copies. */
function makeWritable(folder: string): void {
    chmodSync(folder, 0o755);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory()) makeWritable(join(folder, entry.name));
    }
}

/** Writes the generated files that a module lacks. */
function embed({ embeds = [] }: Engine, scratch: string): void {
    for (const { from, to, versioned } of embeds) {
        const content = JSON.parse(readFileSync(join(scratch, "module", from), "utf8")) as object;
        const text = JSON.stringify(versioned ? { ...content, version: PROVIDER_VERSION } : content);
        writeFileSync(join(scratch, "module", to), text);
    }
}

/** A go.mod that takes the module from the copy; its go.sum stands beside it, as `-modfile` wants it. */
function redirected(module: string, engine: Engine, scratch: string): string {
    const file = join(scratch, "build.mod");
    const goMod = readFileSync(join(module, "go.mod"), "utf8");
    writeFileSync(file, `${goMod}\nreplace ${engine.module} => ${join(scratch, "module")}\n`);
    cpSync(join(module, "go.sum"), join(scratch, "build.sum"));
    return file;
}
