import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { listProcesses } from "../../adapters/files/process-table-source";
import { startDetached } from "./detached-process";
import type { EngineCommand } from "./engine-commands";
import { type ClusterLayout, logFile } from "./layout";
import { endProcesses } from "./process-end";

/** An engine that runs. */
export interface RunningEngine {
    /** Name it was started under: its executable's, where there is one of it. */
    readonly instance: string;
    readonly pid: number;
}

/** How a process is started beside a control plane. */
export interface StartEngineProcessArgs {
    readonly layout: Pick<ClusterLayout, "folder" | "engines" | "logs" | "kubeconfig">;
    /** Name of its log, and to stop it by: two istiods have two. */
    readonly instance: string;
    /** Path of its executable. */
    readonly program: string;
    readonly command: Pick<EngineCommand, "args" | "env" | "files">;
}

/** A process that was started. */
export interface StartedEngine extends RunningEngine {
    /** Whether it still runs. */
    readonly alive: () => boolean;
}

/** Folder of an instance's own, which it takes for its home. */
export function engineFolder(layout: Pick<ClusterLayout, "engines">, instance: string): string {
    return join(layout.engines, instance);
}

/** Folder in it for what an instance keeps. */
export function engineData(layout: Pick<ClusterLayout, "engines">, instance: string): string {
    return join(engineFolder(layout, instance), "data");
}

/**
 * Starts an engine in a session of its own, so that it outlives this process and no Ctrl-C reaches it.
 *
 * It is started by a link in the control plane's folder, whose path is then the first of its arguments: that is how it is
 * recognised later, for not every engine can be told a file there. Of the environment it gets PATH and what it needs.
 */
export function startEngineProcess({
    layout,
    instance,
    program,
    command,
}: StartEngineProcessArgs): StartedEngine {
    const folder = engineFolder(layout, instance);
    const temporary = join(folder, "tmp");
    const link = join(linksFolder(layout), instance);
    for (const needed of [layout.logs, temporary, engineData(layout, instance), dirname(link)])
        mkdirSync(needed, { recursive: true });
    for (const [name, text] of Object.entries(command.files ?? {}))
        writeFileSync(join(engineData(layout, instance), name), text, { mode: 0o600 });
    rmSync(link, { force: true });
    symlinkSync(program, link);
    const env = { HOME: folder, TMPDIR: temporary, KUBECONFIG: layout.kubeconfig, ...command.env };
    const log = logFile(layout, instance);
    return { instance, ...startDetached({ program: link, args: command.args, cwd: folder, env, log }) };
}

/** The engines beside one control plane that run, whoever started them and whatever became of its folder. */
export function runningEngines(
    layout: Pick<ClusterLayout, "engines">,
    processes = listProcesses(),
): readonly RunningEngine[] {
    const links = linksFolder(layout);
    return processes.flatMap(({ pid, args }) => {
        // The second one, too: a script's first is its interpreter.
        const program = args.slice(0, 2).find((arg) => dirname(arg) === links);
        return program === undefined || pid === process.pid ? [] : [{ pid, instance: basename(program) }];
    });
}

/** Which engines are stopped, and how. */
export interface StopEnginesOptions {
    /** @default all of them */
    readonly instances?: readonly string[];
    /** Milliseconds between SIGTERM and SIGKILL; 0 sends SIGKILL at once. @default 5000 */
    readonly grace?: number;
}

/** Stops engines beside a control plane. @returns What was stopped. */
export async function stopEngines(
    layout: Pick<ClusterLayout, "engines">,
    { instances, grace }: StopEnginesOptions = {},
): Promise<readonly RunningEngine[]> {
    const left = () => runningEngines(layout).filter(({ instance }) => instances?.includes(instance) ?? true);
    return endProcesses(left, { grace, nameOf: ({ instance }) => instance });
}

function linksFolder({ engines }: Pick<ClusterLayout, "engines">): string {
    return join(engines, "bin");
}
