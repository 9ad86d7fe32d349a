import type { Context } from "mocha";

import { type ChartServer, startChartServer } from "../../tools/test-bed/chart-server";
import { obtainCharts } from "../../tools/test-bed/charts-process";
import { type EngineHandles, startEngines } from "../../tools/test-bed/engine-processes";
import type { EngineName, EnginePrograms } from "../../tools/test-bed/engines";
import { type FollowedIstiods, followIstiods } from "../../tools/test-bed/istiod-processes";
import type { LoopbackServer } from "../../tools/test-bed/loopback-server";
import type { Programs } from "../../tools/test-bed/programs";
import { startServiceProxy } from "../../tools/test-bed/service-proxy";
import {
    type TestCluster,
    crdsOrSkip,
    installCrds,
    programsOrSkip,
    startTestCluster,
    stop,
} from "./control-plane";
import { enginesOrSkip, pulumiOrSkip } from "./engines";
import { PulumiProject } from "./pulumi-workspace";
import { addNode } from "./stack-in-cluster";

/** A cluster in which real Flux installs real charts and real istiods answer Istio's webhooks, all on the loopback. */
export interface EngineCluster {
    /** A control plane with a node and all CRDs but Istio's: they come with its chart, which takes no others. */
    readonly cluster: TestCluster;
    /** Of the control plane. */
    readonly programs: Programs;
    readonly engines: EngineHandles;
    /** Answer Istio's webhooks, one for each Deployment of an istiod. */
    readonly istiods: FollowedIstiods;
    /** Leads callers of Services to where they are answered. */
    readonly proxy: LoopbackServer;
    /** Where that is: a suite adds its own. */
    readonly routes: Map<string, number>;
    readonly charts: ChartServer;
    /** Stack dev, its charts on the loopback. */
    readonly project: PulumiProject;
    /** Has a server stopped with all the rest. */
    readonly keep: (server: Promise<LoopbackServer>) => Promise<LoopbackServer>;
    /** Stops all of it. */
    readonly stop: () => Promise<void>;
}

/** What is started. */
export interface StartEngineClusterArgs {
    /** Of the control plane. */
    readonly name: string;
    /** @default {@link CHART_ENGINES} */
    readonly engines?: readonly EngineName[];
    /** Versions of Istio whose charts are served: all are made of the same files. @default {@link ISTIO} */
    readonly istio?: readonly string[];
}

/** What installs charts. */
export const CHART_ENGINES: readonly EngineName[] = ["source-controller", "helm-controller"];

/** The fixture's version of Istio, and two that it is bumped to. */
const ISTIO = ["1.31.1", "1.31.2", "1.31.3"];
const FLAGGER = ["1.44.0"];

/** Starts it; skips the suite, and says why, where a part is not to be had. Call it in `before`. */
export async function startEngineCluster(
    context: Context,
    args: StartEngineClusterArgs,
): Promise<EngineCluster> {
    pulumiOrSkip(context);
    const { engines = CHART_ENGINES } = args;
    const enginePrograms = enginesOrSkip(context, [...engines, "pilot-discovery"]);
    await crdsOrSkip(context);
    return engineCluster({ ...args, enginePrograms, programs: await programsOrSkip(context) });
}

/** What {@link engineCluster} takes: all programs are there. */
export interface EngineClusterArgs extends StartEngineClusterArgs {
    readonly programs: Programs;
    readonly enginePrograms: Partial<EnginePrograms>;
}

/** Starts it where no test asks for it. */
export async function engineCluster(args: EngineClusterArgs): Promise<EngineCluster> {
    const { name, programs, enginePrograms, engines: names = CHART_ENGINES, istio = ISTIO } = args;
    const { "pilot-discovery": pilot } = enginePrograms;
    if (pilot === undefined) throw new Error("There is no pilot-discovery to start");
    const cluster = await startTestCluster(name, programs);
    const { api, layout } = cluster;
    const project = new PulumiProject(layout.kubeconfig);
    const routes = new Map<string, number>();
    const ends: (() => Promise<void>)[] = [];
    const stopAll = async () => {
        for (const end of ends.reverse()) await end();
        await stop(cluster);
        project.remove();
    };
    const keep = async <T extends LoopbackServer>(server: Promise<T>): Promise<T> => {
        const started = await server;
        ends.push(started.stop);
        return started;
    };
    try {
        await installCrds(api, (crd) => !crd.endsWith(".istio.io"));
        await addNode(api);
        const archives = await obtainCharts({ istio, flagger: FLAGGER, env: process.env });
        const charts = await keep(startChartServer(archives));
        useCharts(project, charts);
        const proxy = await keep(startServiceProxy({ api, routes, socket: layout.egressSocket }));
        const istiods = followIstiods({ layout, api, program: pilot, routes });
        ends.push(istiods.stop);
        const engines = await startEngines({ layout, names, programs: enginePrograms });
        return { cluster, programs, engines, istiods, proxy, routes, charts, project, keep, stop: stopAll };
    } catch (error) {
        await stopAll();
        throw error;
    }
}

const SETTINGS = "stacks/Pulumi.dev.yaml";
const LOCK = "stacks/dev.lock.yaml";
const ISTIO_CHARTS = "oci://ghcr.io/istio/release/charts";
const FLAGGER_CHARTS = "oci://ghcr.io/fluxcd/charts";

/** Has a project's stack dev fetch its charts from the loopback. */
export function useCharts(project: PulumiProject, charts: ChartServer): void {
    const istio = charts.mirrored(ISTIO_CHARTS);
    above(project, "range: ~1.31", `charts: ${istio}`);
    above(project, "range: ~1.44", `charts: ${charts.mirrored(FLAGGER_CHARTS)}`);
    project.replace(LOCK, `charts: ${ISTIO_CHARTS}`, `charts: ${istio}`);
}

/** Writes lines into the settings of a project's stack dev, above one that they stand beside. */
export function above(project: PulumiProject, line: string, ...lines: readonly string[]): void {
    project.replace(SETTINGS, line, [...lines, line].join("\n    "));
}
