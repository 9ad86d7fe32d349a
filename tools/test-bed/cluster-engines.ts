import { WindlassError } from "../../lifecycle/kit/errors";
import { installFluxAccounts } from "./engine-accounts";
import { ENGINE_COMMANDS } from "./engine-commands";
import { type EngineHandles, startEngines } from "./engine-processes";
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

/** Engines that run beside a control plane. */
const RUNNABLE = ENGINE_NAMES.filter((name) => name in ENGINE_COMMANDS);

/**
 * The engines that a list names, by group or one by one: `flux,flagger`.
 *
 * @throws WindlassError for a name of neither
 */
export function parseEngines(list: string): readonly EngineName[] {
    const words = list === "" ? [] : list.split(",").map((word) => word.trim());
    const named = words.flatMap((word) => {
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
export interface ClusterEnginesArgs extends ObtainEnginesArgs {
    /** Of a control plane that is up, with the engines' CRDs in it. */
    readonly layout: ClusterLayout;
}

/** What became of the engines that were asked for. */
export interface ClusterEngines {
    readonly started: EngineHandles;
    /** Why an engine is not there, by its name. */
    readonly skipped: Readonly<Partial<Record<EngineName, string>>>;
}

/** Starts engines beside a control plane, built where they are missing. One that cannot be had is left out, and said. */
export async function startClusterEngines(args: ClusterEnginesArgs): Promise<ClusterEngines> {
    const { layout, names, reporter, signal } = args;
    if (names.length === 0) return { started: {}, skipped: {} };
    const skipped: Partial<Record<EngineName, string>> = {};
    const programs: Partial<Record<EngineName, string>> = {};
    for (const name of names) {
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
    const started = await startEngines({
        layout,
        names: names.filter((name) => name in programs),
        programs,
        onProgress: (text) => reporter.progress(text),
        signal,
    });
    return { started, skipped };
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
