import type { Context } from "mocha";

import { startChartServer } from "../../tools/test-bed/chart-server";
import { obtainCharts } from "../../tools/test-bed/charts-process";
import { installFluxAccounts } from "../../tools/test-bed/engine-accounts";
import type { EngineName } from "../../tools/test-bed/engines";
import { startGitServer } from "../../tools/test-bed/git-server";
import { type FollowedIstiods, followIstiods } from "../../tools/test-bed/istiod-processes";
import type { LoopbackServer } from "../../tools/test-bed/loopback-server";
import { startServiceProxy } from "../../tools/test-bed/service-proxy";
import { ANALYSIS_ENGINES, type Analysis, startAnalysis } from "./analysis-cluster";
import {
    type TestCluster,
    crdsOrSkip,
    installCrds,
    programsOrSkip,
    startTestCluster,
    stop,
} from "./control-plane";
import { enginesOrSkip, pulumiOrSkip } from "./engines";
import { MeshRepository } from "./mesh-repository";
import { PulumiProject } from "./pulumi-workspace";
import { useLoopback } from "./real-delivery";
import { istioctlVersionOrSkip } from "./real-istioctl";
import { addNode } from "./stack-in-cluster";

/** A cluster in which everything that Windlass relies on is real, but for pods and their traffic. */
export interface RealMesh extends Omit<Analysis, "door"> {
    readonly cluster: TestCluster;
    /** Answer Istio's webhooks, one for each Deployment of an istiod. */
    readonly istiods: FollowedIstiods;
    /** Stack dev, its charts and its repository on the loopback. */
    readonly project: PulumiProject;
    readonly repository: MeshRepository;
    /** Stops all of it. */
    readonly stop: () => Promise<void>;
}

/** What a real mesh consists of. */
export interface StartRealMeshArgs {
    /** Of the control plane. */
    readonly name: string;
    /** Versions of Istio whose charts are served: all are made of the files of one release. */
    readonly istio: readonly string[];
    /** Applications with a Canary, in namespace `prod`: calls of their canary Service are answered. */
    readonly apps: readonly string[];
}

/** Engines beside those that measure, which a scenario may kill. */
export const FLUX_ENGINES: readonly EngineName[] = [
    "source-controller",
    "kustomize-controller",
    "helm-controller",
    "notification-controller",
];

/** Starts it; skips the suite, and says why, where a part is not to be had. Call it in `before`. */
export async function startRealMesh(context: Context, args: StartRealMeshArgs): Promise<RealMesh> {
    const { name, istio, apps } = args;
    pulumiOrSkip(context);
    const programs = enginesOrSkip(context, [...FLUX_ENGINES, ...ANALYSIS_ENGINES, "pilot-discovery"]);
    const { "pilot-discovery": pilot } = programs;
    if (pilot === undefined) throw new Error("pilot-discovery was found and is not named");
    await istioctlVersionOrSkip(context);
    await crdsOrSkip(context);
    const cluster = await startTestCluster(name, await programsOrSkip(context));
    const { api, layout } = cluster;
    const project = new PulumiProject(layout.kubeconfig);
    const routes = new Map<string, number>();
    const ends: (() => Promise<void>)[] = [];
    const stopAll = async () => {
        for (const end of ends.reverse()) await end();
        await stop(cluster);
        project.remove();
    };
    const serve = async (server: Promise<LoopbackServer>): Promise<LoopbackServer> => {
        const started = await server;
        ends.push(started.stop);
        return started;
    };
    try {
        // Istio's come with its chart, which takes none that somebody else has installed.
        await installCrds(api, (crd) => !crd.endsWith(".istio.io"));
        await installFluxAccounts(api);
        await addNode(api);
        const archives = await obtainCharts({ istio, flagger: ["1.44.0"], env: process.env });
        const charts = await serve(startChartServer(archives));
        const repository = new MeshRepository(project);
        const git = await serve(startGitServer({ folder: repository.served }));
        useLoopback(project, charts, `${git.url}/${repository.name}`);
        const proxy = await serve(startServiceProxy({ api, routes, socket: layout.egressSocket }));
        const istiods = followIstiods({ layout, api, program: pilot, routes });
        ends.push(istiods.stop);
        const beside = FLUX_ENGINES;
        const { door, ...analysis } = await startAnalysis({
            layout,
            programs,
            routes,
            proxy: proxy.url,
            beside,
        });
        ends.push(door.stop);
        for (const app of apps) routes.set(`${app}-canary.prod:9898`, analysis.simulator);
        return { ...analysis, cluster, istiods, project, repository, stop: stopAll };
    } catch (error) {
        await stopAll();
        throw error;
    }
}
