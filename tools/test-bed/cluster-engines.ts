import { valid } from "semver";

import { WindlassError } from "../../lifecycle/kit/errors";
import { SIMULATOR, startSimulator } from "../simulator/simulator-process";
import { obtainCharts } from "./charts-process";
import { startCharts } from "./chart-server-process";
import { installFluxAccounts } from "./engine-accounts";
import { ENGINE_COMMANDS } from "./engine-commands";
import { type EngineHandle, type EngineHandles, startEngines } from "./engine-processes";
import { engineRelease } from "./engines-source";
import { ENGINE_NAMES, type EngineName, type EnginePrograms } from "./engines";
import { type ObtainEnginesArgs, obtainEngines } from "./engines-process";
import { KubeApi } from "./kube-api-source";
import type { ClusterLayout } from "./layout";
import { readAccess } from "./state-store";

/** Engines that are asked for together. */
const GROUPS: Readonly<Record<string, readonly EngineName[]>> = {
    flux: ["source-controller", "kustomize-controller", "helm-controller", "notification-controller"],
    flagger: ["flagger", "loadtester"],
};

/** What runs beside a control plane: an engine, or the simulator of the traffic that Prometheus scrapes. */
export type Runnable = EngineName | typeof SIMULATOR;

const RUNNABLE: readonly Runnable[] = [...ENGINE_NAMES.filter((name) => name in ENGINE_COMMANDS), SIMULATOR];

/**
 * The engines that a list names, by group or one by one: `flux,flagger,prometheus,simulator`.
 *
 * @throws WindlassError for a name of neither
 */
export function parseEngines(list: string): readonly Runnable[] {
    const words = list === "" ? [] : list.split(",").map((word) => word.trim());
    const named = words.flatMap((word): readonly Runnable[] => {
        const found = GROUPS[word] ?? RUNNABLE.filter((name) => name === word);
        if (found.length > 0) return found;
        throw new WindlassError({
            key: "--engines",
            value: word,
            rule: "is no engine that runs beside a control plane",
            remedy: `Name some of ${[...Object.keys(GROUPS), ...RUNNABLE].join(", ")}`,
        });
    });
    return RUNNABLE.filter((name) => named.includes(name));
}

/** What {@link startClusterEngines} needs beside where engines come from. */
export interface ClusterEnginesArgs extends Omit<ObtainEnginesArgs, "names"> {
    readonly names: readonly Runnable[];
    /** Of a control plane that is up, with the engines' CRDs in it. */
    readonly layout: ClusterLayout;
}

/** What became of the engines that were asked for. */
export interface ClusterEngines {
    readonly started: EngineHandles & { readonly [SIMULATOR]?: EngineHandle };
    /** Why an engine is not there, by its name. */
    readonly skipped: Readonly<Partial<Record<EngineName, string>>>;
}

/** Starts engines beside a control plane, built where they are missing. One that cannot be had is left out, and said. */
export async function startClusterEngines(args: ClusterEnginesArgs): Promise<ClusterEngines> {
    const { layout, names, reporter, signal } = args;
    if (names.length === 0) return { started: {}, skipped: {} };
    const skipped: Partial<Record<EngineName, string>> = {};
    const programs: Partial<Record<EngineName, string>> = {};
    const engines = names.filter((name) => name !== SIMULATOR);
    for (const name of engines) {
        const found = await obtained(name, args);
        if (typeof found === "string") skipped[name] = found;
        else Object.assign(programs, found);
    }
    const access = readAccess(layout);
    if (!access) throw new Error(`${layout.name} is not up`);
    const api = new KubeApi(access);
    try {
        await installFluxAccounts(api, signal);
    } finally {
        api.close();
    }
    const onProgress = (text: string) => reporter.progress(text);
    // First: Prometheus is told its port.
    const simulator = names.includes(SIMULATOR) ? await startedSimulator(args) : undefined;
    try {
        const startable = engines.filter((name) => name in programs);
        const started = await startEngines({ layout, names: startable, programs, onProgress, signal });
        return { started: simulator ? { ...started, [SIMULATOR]: simulator } : started, skipped };
    } catch (error) {
        await simulator?.kill();
        throw error;
    }
}

function startedSimulator({ layout, reporter, signal }: ClusterEnginesArgs): Promise<EngineHandle> {
    reporter.progress(`Starting ${SIMULATOR} …`);
    return startSimulator({ layout, signal });
}

/** What {@link startClusterCharts} takes. */
export interface ClusterChartsArgs extends Pick<
    ClusterEnginesArgs,
    "layout" | "env" | "reporter" | "signal"
> {
    /** Versions of Istio's charts, as a list: `1.31.1,1.31.2`. */
    readonly istio: string;
}

/**
 * Serves Istio's charts beside a control plane, under the versions of a list, and those of the Flagger that is built.
 *
 * @throws WindlassError for a text that is no version, or where there is no Go to fetch them with
 */
export async function startClusterCharts(args: ClusterChartsArgs): Promise<EngineHandle> {
    const { layout, env, reporter, signal } = args;
    const istio = parseVersions(args.istio);
    reporter.progress("Packing charts …");
    const charts = await obtainCharts({ istio, flagger: [engineRelease("flagger")], env, signal });
    return startCharts({ layout, charts, signal });
}

/** @throws WindlassError for a word that is no version */
export function parseVersions(list: string): readonly string[] {
    return list.split(",").map((word) => {
        const version = valid(word.trim());
        if (version !== null) return version;
        throw new WindlassError({
            key: "--charts",
            value: word.trim(),
            rule: "is no version of Istio",
            remedy: "Write versions like 1.31.1, with commas between them",
        });
    });
}

/** An engine, or why it is not to be had. */
async function obtained(
    name: EngineName,
    args: ClusterEnginesArgs,
): Promise<Partial<EnginePrograms> | string> {
    try {
        return await obtainEngines({ ...args, names: [name] });
    } catch (error) {
        if (error instanceof WindlassError) return error.message;
        throw error;
    }
}
