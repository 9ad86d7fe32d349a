import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { KubeClient } from "../../test/support/kube-api";
import { startSimulator } from "../simulator/simulator-process";
import { chartsUrl, startCharts } from "../test-bed/chart-server-process";
import { obtainCharts } from "../test-bed/charts-process";
import { clusterDown, clusterUp } from "../test-bed/control-plane-process";
import { installCrdDocuments } from "../test-bed/crd-installation";
import { installFluxAccounts } from "../test-bed/engine-accounts";
import { stopComponents } from "../test-bed/component-process";
import { stopEngines } from "../test-bed/engine-process";
import { type EngineHandle, type EngineHandles, startEngines } from "../test-bed/engine-processes";
import { freePort } from "../test-bed/free-port-source";
import { startGitServer } from "../test-bed/git-server";
import { type FollowedIstiods, followIstiods } from "../test-bed/istiod-processes";
import { type ClusterLayout, clusterLayout } from "../test-bed/layout";
import type { LoopbackServer } from "../test-bed/loopback-server";
import { startServiceProxy } from "../test-bed/service-proxy";
import { readAccess } from "../test-bed/state-store";
import { CHART_PROMETHEUS } from "../../components/flagger/names";
import { NEW, OLD } from "./fleet";
import { SLEEP_ENGINES, type SleepPrograms, sleepCrds } from "./programs";

/** A checkout's root: whose control planes are told apart by it. */
const ROOT = join(__dirname, "..", "..");

/** Where everything of a fleet lies: in the control plane's own folder, which goes as a whole. */
export interface SiteFolders {
    readonly layout: ClusterLayout;
    /** Clone of the mesh's repository, in which a workflow's commands run. */
    readonly project: string;
    /** Folder of bare repositories that the forge has, and Flux reads. */
    readonly served: string;
    /** The one in it. */
    readonly repository: string;
    /** Clone in which the forge runs its checks. */
    readonly checkout: string;
    /** What has to be the same when it is started again. */
    readonly state: string;
}

export function siteFolders(workloads: number): SiteFolders {
    const layout = clusterLayout(ROOT, `sleep-${workloads}`);
    const served = join(layout.folder, "forge");
    return {
        layout,
        project: join(layout.folder, "project"),
        served,
        repository: join(served, "mesh.git"),
        checkout: join(layout.folder, "checkout"),
        state: join(layout.folder, "sleep.json"),
    };
}

/** A cluster with all that is real in a night. */
export interface Site extends SiteFolders {
    readonly api: KubeClient;
    readonly engines: EngineHandles;
    readonly istiods: FollowedIstiods;
    readonly simulator: EngineHandle;
    /** Where charts come from, and the repository that Flux reads. */
    readonly charts: string;
    readonly git: string;
    /** Stops every process, and leaves the folder. */
    readonly halt: () => Promise<void>;
}

export interface StartSiteArgs {
    readonly workloads: number;
    readonly seed: number;
    readonly qps: number;
    readonly programs: SleepPrograms;
    readonly say: (text: string) => void;
    readonly signal: AbortSignal;
}

/** Starts a site: with what it held, where its folder is there, else with nothing in it but definitions. */
export async function startSite(args: StartSiteArgs): Promise<Site> {
    const { workloads, seed, qps, programs, say, signal } = args;
    const folders = siteFolders(workloads);
    const { layout } = folders;
    const isNew = !existsSync(folders.state);
    const ends: (() => Promise<unknown>)[] = [];
    const halt = async (): Promise<void> => {
        for (const end of ends.splice(0).reverse()) await end();
    };
    try {
        ends.push(() => haltCluster(layout));
        await clusterUp({
            layout,
            programs: () => Promise.resolve(programs.controlPlane),
            onProgress: say,
            signal,
        });
        const access = readAccess(layout);
        if (!access) throw new Error(`${layout.name} is not up`);
        const api = new KubeClient(access);
        ends.push(() => Promise.resolve(api.close()));
        if (isNew) {
            await installCrdDocuments(api, await sleepCrds(process.env, ROOT), signal);
            await installFluxAccounts(api, signal);
        }
        const keep = async <T extends LoopbackServer>(server: Promise<T>): Promise<T> => {
            const started = await server;
            ends.push(started.stop);
            return started;
        };
        const ports = rememberedPorts(folders.state) ?? { git: await freePort() };
        const served = await keep(startGitServer({ folder: folders.served, port: ports.git }));
        const archives = await obtainCharts({
            istio: [OLD, NEW],
            flagger: ["1.44.0"],
            env: process.env,
            signal,
        });
        const charts = await startCharts({ layout, charts: archives, signal });
        const routes = new Map<string, number>();
        const proxy = await keep(startServiceProxy({ api, routes, socket: layout.egressSocket }));
        const { "pilot-discovery": program } = programs.engines;
        if (program === undefined) throw new Error("There is no pilot-discovery to start");
        const istiods = followIstiods({ layout, api, program, routes });
        ends.push(istiods.stop);
        const simulator = await startSimulator({ layout, seed, signal });
        const concurrent = [
            `--concurrent=${Math.ceil(workloads / 10) + 10}`,
            "--kube-api-qps=200",
            "--kube-api-burst=400",
        ];
        const extra = {
            "kustomize-controller": { args: concurrent },
            flagger: {
                args: [`-kubeconfig-qps=${qps}`, `-kubeconfig-burst=${Math.ceil(qps * 2.5)}`],
                env: { HTTP_PROXY: proxy.url },
            },
        };
        const names = SLEEP_ENGINES.filter((name) => name !== "pilot-discovery");
        const engines = await startEngines({
            layout,
            names,
            programs: programs.engines,
            extra,
            onProgress: say,
            signal,
        });
        const { prometheus } = engines;
        if (!prometheus) throw new Error("Prometheus was started and is not there");
        routes.set(new URL(CHART_PROMETHEUS).host, prometheus.ports.serving);
        writeFileSync(folders.state, JSON.stringify({ git: served.port }));
        return {
            ...folders,
            api,
            engines,
            istiods,
            simulator,
            charts: chartsUrl(charts),
            git: `${served.url}/mesh.git`,
            halt,
        };
    } catch (error) {
        await halt();
        throw error;
    }
}

/** Ends every process of a control plane and the engines beside it, and deletes nothing. */
async function haltCluster(layout: ClusterLayout): Promise<void> {
    await stopEngines(layout);
    await stopComponents(layout);
}

/** Deletes a site, whatever runs of it. */
export async function removeSite(workloads: number): Promise<void> {
    await clusterDown(siteFolders(workloads).layout);
}

function rememberedPorts(file: string): { readonly git: number } | undefined {
    if (!existsSync(file)) return undefined;
    return JSON.parse(readFileSync(file, "utf8")) as { readonly git: number };
}
