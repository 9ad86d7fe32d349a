import { mkdirSync } from "node:fs";
import { basename } from "node:path";

import { componentArgs } from "./command-lines";
import { startDetached } from "./detached-process";
import { type ClusterLayout, logFile } from "./layout";
import { listProcesses } from "../../adapters/files/process-table-source";
import { endProcesses } from "./process-end";
import { COMPONENTS, type Component } from "./programs";

/** A component that runs. */
export interface RunningComponent {
    readonly component: Component;
    readonly pid: number;
}

/** A component that this process started. */
export interface StartedComponent extends RunningComponent {
    /** Whether it still runs. */
    readonly alive: () => boolean;
}

/** How a component is started. */
export interface StartComponentArgs {
    readonly layout: ClusterLayout;
    readonly component: Component;
    /** Path of its executable. */
    readonly program: string;
    /** Port of the API server. */
    readonly port: number;
}

/**
 * Starts a component in a session of its own, so that it outlives this process and no Ctrl-C reaches it.
 *
 * Of the environment it gets only PATH: etcd takes flags from `ETCD_*`, and kwok reads `~/.kwok`.
 */
export function startComponent({ layout, component, program, port }: StartComponentArgs): StartedComponent {
    mkdirSync(layout.logs, { recursive: true });
    const args = componentArgs(component, layout, port);
    const env = { HOME: layout.folder };
    const log = logFile(layout, component);
    return { component, ...startDetached({ program, args, cwd: layout.folder, env, log }) };
}

/**
 * The components of one control plane that run, whoever started them and whatever became of its state folder.
 *
 * They are looked for in the process table each time, by their executable's name and a `--flag=<folder>/…` that no other
 * process has. A remembered process id would not do: it may be missing, where `cluster up` was killed right after it
 * started something, or belong to somebody else by now.
 */
export function runningComponents(
    layout: Pick<ClusterLayout, "folder">,
    processes = listProcesses(),
): readonly RunningComponent[] {
    const found: RunningComponent[] = [];
    for (const { pid, args } of processes) {
        if (!args.join(" ").includes(`=${layout.folder}/`)) continue;
        // The second one, too: a script's first is its interpreter.
        const names = args.slice(0, 2).map((arg) => basename(arg));
        const component = COMPONENTS.find((candidate) => names.includes(candidate));
        if (component && pid !== process.pid) found.push({ component, pid });
    }
    return found;
}

/** How components are stopped. */
export interface StopOptions {
    /** Which ones. @default all of them */
    readonly components?: readonly Component[];
    /** Milliseconds between SIGTERM and SIGKILL; 0 sends SIGKILL at once. @default 5000 */
    readonly grace?: number;
}

/**
 * Stops components: SIGTERM, then SIGKILL to what is left; etcd last, for an API server without it stops slowly.
 *
 * @returns What was stopped.
 * @throws Error where something outlives its SIGKILL.
 */
export async function stopComponents(
    layout: Pick<ClusterLayout, "folder">,
    { components = COMPONENTS, grace }: StopOptions = {},
): Promise<readonly RunningComponent[]> {
    const stopped: RunningComponent[] = [];
    const clients = components.filter((component) => component !== "etcd");
    const stores = components.filter((component) => component === "etcd");
    for (const group of [clients, stores] as readonly (readonly Component[])[]) {
        const left = () => runningComponents(layout).filter(({ component }) => group.includes(component));
        stopped.push(...(await endProcesses(left, { grace, nameOf: ({ component }) => component })));
    }
    return stopped;
}
