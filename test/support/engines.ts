import { readFileSync } from "node:fs";
import { dirname, delimiter } from "node:path";
import type { Context } from "mocha";

import { userCacheFolder } from "../../adapters/http/client-source";
import type { EngineName, EnginePrograms } from "../../tools/test-bed/engines";
import { locateEngines } from "../../tools/test-bed/engines-source";
import { executableOnPath } from "../../adapters/files/executable-source";

const said = new Set<string>();

/**
 * Engines, from PATH or the cache. Skips the suite where one is not there, and says once in a run which: building them is
 * a step of its own (`npm run -s engines`). Call it in `before`.
 */
export function enginesOrSkip(context: Context, names: readonly EngineName[]): Partial<EnginePrograms> {
    const { env } = process;
    const { found, missing } = locateEngines({ names, env, cache: userCacheFolder(env) });
    if (missing.length === 0) return found;
    skip(context, missing.map(({ engine }) => engine.name).join(", "), "build with `npm run -s engines`");
}

/** The real Pulumi and its Kubernetes provider, put on PATH: the one looks for the other there. */
export function pulumiOrSkip(context: Context): void {
    const found = enginesOrSkip(context, ["pulumi", "pulumi-resource-kubernetes"]);
    const folders = Object.values(found).map((program) => dirname(program));
    const path = (process.env["PATH"] ?? "").split(delimiter);
    process.env["PATH"] = [...new Set([...path, ...folders])].join(delimiter);
}

let refuses: boolean | undefined;

/**
 * Whether the Kubernetes provider on PATH refuses to create an object that is there. Before it had an option to take such an
 * object, it always did (https://github.com/pulumi/pulumi-kubernetes/pull/4278); the one that is built here is older.
 */
export function refusesExisting(): boolean {
    const name = "pulumi-resource-kubernetes";
    const program = executableOnPath(name, process.env);
    if (program === undefined) throw new Error(`There is no ${name} on PATH`);
    return (refuses ??= readFileSync(program).includes("upsertExistingObjects"));
}

/** Skips the test where the provider takes what is there instead of refusing it. */
export function refusesExistingOrSkip(context: Context): void {
    const remedy = "needs 4.34 or newer, which is in no registry that the engines come from";
    if (!refusesExisting()) skip(context, "Kubernetes provider that refuses what is there", remedy);
}

/** Skips the suite where Pulumi cannot start programs itself. */
export function languageHostOrSkip(context: Context): void {
    const name = "pulumi-language-nodejs";
    if (executableOnPath(name, process.env) === undefined) {
        skip(context, name, "it comes with Pulumi's own distribution only");
    }
}

function skip(context: Context, what: string, remedy: string): never {
    const sentence = `skipped: no ${what} (${remedy})`;
    if (!said.has(sentence)) process.stderr.write(`${sentence}\n`);
    said.add(sentence);
    return context.skip();
}
