import { buildApp } from "../adapters/build/build-app";
import { type LocatedTool, locateTool } from "../adapters/build/locate-tool";
import { builtApps } from "../adapters/files/app-files";
import { builtFile, builtStaleness } from "../adapters/files/built-source";
import { readSettings } from "../adapters/files/settings-source";
import { readTools, writeTools } from "../adapters/files/tools-store";
import { ExitStatus, WindlassError, throwCollected } from "../lifecycle/kit/errors";
import type { StackSettings } from "../lifecycle/settings/settings";
import type { BuildTool } from "../lifecycle/workloads/build-definition";
import type { BuiltApp } from "../lifecycle/workloads/built-app";
import type { Invocation } from "./command";
import type { buildCommand } from "./definitions/build";
import { stackNames } from "./read-stacks";

type BuildInvocation = Invocation<typeof buildCommand>;

/** An app, as one stack has it or several that do not differ. */
interface Target {
    readonly app: string;
    readonly built: BuiltApp;
    /** Of the first of those stacks. */
    readonly settings: StackSettings;
}

/** Builds what differs from its sources: the only writer of `apps/<app>/built/`. */
export async function run(invocation: BuildInvocation): Promise<ExitStatus> {
    const { root, options } = invocation;
    const targets = targetsOf(root, stackNames(root, options.stack));
    return options.check ? check(invocation, targets) : build(invocation, targets);
}

function targetsOf(root: string, stacks: readonly string[]): readonly Target[] {
    const builtAppOf = builtApps(root);
    const targets = new Map<string, Target>();
    for (const stack of stacks) {
        const settings = readSettings(root, stack);
        for (const app of settings.workloads.apps) {
            const built = builtAppOf(app, stack);
            const key = built && builtFile(app, built);
            if (built && key !== undefined && !targets.has(key)) targets.set(key, { app, built, settings });
        }
    }
    return [...targets.values()];
}

function check({ root, options, terminal }: BuildInvocation, targets: readonly Target[]): ExitStatus {
    const found = targets.map(({ app, built }) => ({
        file: builtFile(app, built),
        stale: builtStaleness(root, app, built),
    }));
    if (options.json) terminal.print(JSON.stringify(found));
    for (const { file, stale } of options.json ? [] : found) {
        const word =
            stale === undefined ? terminal.paint("good", "ok   ") : terminal.paint("warning", "stale");
        terminal.print(`${word}  ${file}${stale === undefined ? "" : `: ${stale}`}`);
    }
    return found.some(({ stale }) => stale !== undefined) ? ExitStatus.stale : ExitStatus.ok;
}

async function build(invocation: BuildInvocation, targets: readonly Target[]): Promise<ExitStatus> {
    const { root, env, options, signal, terminal } = invocation;
    const pinned = readTools(root);
    const located = new Map<BuildTool, LocatedTool>();
    for (const { tool } of targets.map(({ built }) => built))
        if (tool !== "git" && !located.has(tool))
            located.set(tool, await locateTool(tool, { env, version: pinned[tool], signal }));
    const results = [];
    const errors: WindlassError[] = [];
    for (const { app, built, settings } of targets) {
        const tool = built.tool === "git" ? undefined : located.get(built.tool);
        terminal.progress(`building ${app} …`);
        try {
            const result = await buildApp({ root, app, built, settings, tool, env, signal });
            results.push({ app, tool: built.tool, ...result });
        } catch (error) {
            if (!(error instanceof WindlassError)) throw error;
            errors.push(error);
        }
    }
    const versions = Object.fromEntries([...located].map(([tool, { version }]) => [tool, version]));
    if (located.size > 0) writeTools(root, { ...pinned, ...versions });
    if (options.json) terminal.print(JSON.stringify(results));
    for (const { file, tool, version, objects, written } of options.json ? [] : results)
        terminal.print(
            `${file}: ${objects} objects by ${tool} ${version}, ${written ? "written" : "unchanged"}`,
        );
    if (targets.length === 0 && !options.json) terminal.print("No app is a kustomization or a chart");
    throwCollected(errors);
    return ExitStatus.ok;
}
