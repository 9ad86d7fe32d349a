import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { WindlassError } from "../../lifecycle/kit/errors";
import { isRecord } from "../../lifecycle/kit/json-path";
import { ENGINE_COMMANDS, type EngineCommand, type EnginePorts } from "./engine-commands";
import {
    type StartedEngine,
    engineData,
    engineFolder,
    runningEngines,
    startEngineProcess,
    stopEngines,
} from "./engine-process";
import type { EngineName, EnginePrograms } from "./engines";
import { freePort } from "./free-port-source";
import { type ClusterLayout, logFile } from "./layout";
import { lastLogLines } from "./state-store";

/** An engine beside a control plane, as a test has it in hand. */
export interface EngineHandle {
    readonly instance: string;
    readonly ports: EnginePorts;
    /** Path of its log; earlier runs come first. */
    readonly log: string;
    /** Process id of the present run. */
    readonly pid: () => number;
    readonly alive: () => boolean;
    /** SIGTERM, and SIGKILL after 5 s. */
    readonly stop: () => Promise<void>;
    /** SIGKILL at once. */
    readonly kill: () => Promise<void>;
    /** Starts it again with the ports and the folder it had, and waits for its health; stops it first where it runs. */
    readonly restart: () => Promise<void>;
}

/** What {@link startEngines} starts, and where. */
export interface StartEnginesArgs {
    /** Of a control plane that is up, with the engines' CRDs in it. */
    readonly layout: ClusterLayout;
    readonly names: readonly EngineName[];
    /** Paths of their executables (see `locateEngines`). */
    readonly programs: Partial<EnginePrograms>;
    /** Arguments and variables on top of `engine-commands.ts`; of two arguments that say the same the last one counts. */
    readonly extra?: Readonly<Partial<Record<EngineName, Partial<Pick<EngineCommand, "args" | "env">>>>>;
    readonly onProgress?: (text: string) => void;
    readonly signal?: AbortSignal;
}

/** Engines that were started, by name. */
export type EngineHandles = Readonly<Partial<Record<EngineName, EngineHandle>>>;

/**
 * Starts engines beside a control plane, all at once, and waits until each says that it is healthy. What runs under their
 * names is stopped first. When it fails or is aborted, none of them stays. They outlive this process: stop them with
 * {@link stopEngines}, or with `clusterDown`, which stops all.
 *
 * @throws WindlassError with the end of its log where one ends or is not healthy within a minute
 */
export async function startEngines(args: StartEnginesArgs): Promise<EngineHandles> {
    const { layout, names, programs, extra = {}, onProgress, signal } = args;
    await stopEngines(layout, { instances: names });
    const peers: Record<string, EnginePorts> = runningPeers(layout);
    for (const name of names) peers[name] = await enginePorts(layout, name);
    try {
        const handles = names.map((name) => {
            signal?.throwIfAborted();
            const ports = peers[name];
            const program = programs[name];
            const commandOf = ENGINE_COMMANDS[name];
            if (!ports || program === undefined || !commandOf)
                throw new Error(`There is no ${name} to start`);
            onProgress?.(`Starting ${name} …`);
            const data = engineData(layout, name);
            const command = commandOf({ data, kubeconfig: layout.kubeconfig, ports, peers });
            const { args: more = [], env } = extra[name] ?? {};
            return startHandle({
                layout,
                instance: name,
                program,
                ports,
                command: { ...command, args: [...command.args, ...more], env: { ...command.env, ...env } },
            });
        });
        await Promise.all(handles.map(({ healthy }) => healthy(signal)));
        return Object.fromEntries(handles.map((handle) => [handle.instance, handle]));
    } catch (error) {
        await stopEngines(layout, { instances: names, grace: 0 });
        signal?.throwIfAborted();
        throw error;
    }
}

/** A process beside a control plane that no table knows, or a second one of an engine. */
export interface StartEngineArgs {
    readonly layout: ClusterLayout;
    /** Name of its log and folder: `pilot-discovery-canary`. */
    readonly instance: string;
    readonly program: string;
    /** See {@link enginePorts}. */
    readonly ports: EnginePorts;
    readonly command: EngineCommand;
}

/** Starts one engine by a command of the caller's, and waits for its health. */
export async function startEngine(args: StartEngineArgs, signal?: AbortSignal): Promise<EngineHandle> {
    await stopEngines(args.layout, { instances: [args.instance] });
    const handle = startHandle(args);
    try {
        await handle.healthy(signal);
    } catch (error) {
        await handle.kill();
        throw error;
    }
    return handle;
}

/** Ports for an instance: those it had before where they are free, and three that nobody listens on else. */
export async function enginePorts(layout: ClusterLayout, instance: string): Promise<EnginePorts> {
    const before = rememberedPorts(layout, instance);
    const ports = {
        serving: await freePort(before?.serving),
        metrics: await freePort(before?.metrics),
        health: await freePort(before?.health),
    };
    mkdirSync(engineFolder(layout, instance), { recursive: true });
    writeFileSync(portsFile(layout, instance), JSON.stringify(ports));
    return ports;
}

function startHandle(args: StartEngineArgs): EngineHandle & {
    readonly healthy: (signal?: AbortSignal) => Promise<void>;
} {
    const { layout, instance, ports, command } = args;
    let running = startEngineProcess(args);
    const healthy = (signal?: AbortSignal) => untilHealthy(layout, running, command.health, signal);
    const end = (grace?: number) => stopEngines(layout, { instances: [instance], grace });
    return {
        instance,
        ports,
        log: logFile(layout, instance),
        pid: () => running.pid,
        alive: () => runningEngines(layout).some(({ pid }) => pid === running.pid),
        stop: async () => void (await end()),
        kill: async () => void (await end(0)),
        restart: async () => {
            await end();
            running = startEngineProcess(args);
            await healthy();
        },
        healthy,
    };
}

/** Milliseconds until an engine has to be healthy: what takes 2 s here may take 60 on a busy machine. */
const PATIENCE = 60_000;
/** Lines of a log that an error quotes. */
const TAIL = 5;

async function untilHealthy(
    layout: ClusterLayout,
    engine: StartedEngine,
    health: string,
    signal: AbortSignal | undefined,
): Promise<void> {
    const end = performance.now() + PATIENCE;
    while (!(await answers(health, signal))) {
        const isLate = performance.now() > end;
        if (engine.alive() && !isLate) {
            await sleep(100, undefined, { signal });
            continue;
        }
        const said = lastLogLines(layout, engine.instance, TAIL).join(" / ").slice(-1500);
        const what = isLate ? `is not healthy after ${PATIENCE / 1000} s` : "ended while it was started";
        throw new WindlassError({
            file: logFile(layout, engine.instance),
            rule: `${engine.instance} ${what}: ${said || "it says nothing"}`,
            remedy: "Read its log; CRDs that are missing are what it is most often",
        });
    }
}

async function answers(health: string, signal: AbortSignal | undefined): Promise<boolean> {
    try {
        const timeout = AbortSignal.timeout(2_000);
        const response = await fetch(health, {
            signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        });
        await response.arrayBuffer();
        return response.ok;
    } catch {
        signal?.throwIfAborted();
        return false;
    }
}

function runningPeers(layout: ClusterLayout): Record<string, EnginePorts> {
    return Object.fromEntries(
        runningEngines(layout).flatMap(({ instance }) => {
            const ports = rememberedPorts(layout, instance);
            return ports ? [[instance, ports]] : [];
        }),
    );
}

function rememberedPorts(layout: ClusterLayout, instance: string): EnginePorts | undefined {
    try {
        const value: unknown = JSON.parse(readFileSync(portsFile(layout, instance), "utf8"));
        if (!isRecord(value)) return undefined;
        const { serving, metrics, health } = value;
        const isPort = (port: unknown): port is number => Number.isInteger(port);
        return isPort(serving) && isPort(metrics) && isPort(health)
            ? { serving, metrics, health }
            : undefined;
    } catch {
        return undefined;
    }
}

function portsFile(layout: ClusterLayout, instance: string): string {
    return join(engineFolder(layout, instance), "ports.json");
}
