import type { Context } from "mocha";

import { installFluxAccounts } from "../../tools/test-bed/engine-accounts";
import { type EngineHandles, startEngines } from "../../tools/test-bed/engine-processes";
import type { EngineName } from "../../tools/test-bed/engines";
import { startChartServer } from "../../tools/test-bed/chart-server";
import { obtainCharts } from "../../tools/test-bed/charts-process";
import { startGitServer } from "../../tools/test-bed/git-server";
import type { LoopbackServer } from "../../tools/test-bed/loopback-server";
import {
    type TestCluster,
    crdsOrSkip,
    installCrds,
    programsOrSkip,
    startTestCluster,
    stop,
} from "./control-plane";
import { enginesOrSkip, pulumiOrSkip } from "./engines";
import { IgnoredWebhooks } from "./ignored-webhooks";
import { MeshRepository } from "./mesh-repository";
import { PulumiProject } from "./pulumi-workspace";
import { addNode } from "./stack-in-cluster";

/** A cluster with real Flux and Flagger, and everything they fetch, on the loopback. */
export interface RealDelivery {
    readonly cluster: TestCluster;
    readonly engines: EngineHandles;
    /** Stack dev, its charts and its repository on the loopback. */
    readonly project: PulumiProject;
    readonly repository: MeshRepository;
    /** Stops all of it. */
    readonly stop: () => Promise<void>;
}

/** Versions of Istio's charts that are served. */
const ISTIO = ["1.30.5", "1.31.0", "1.31.1"];
const FLAGGER = ["1.44.0"];

const ENGINES: readonly EngineName[] = [
    "source-controller",
    "kustomize-controller",
    "helm-controller",
    "flagger",
];

/** Starts it; skips the suite, and says why, where a part is not to be had. Call it in `before`. */
export async function startRealDelivery(context: Context, name: string): Promise<RealDelivery> {
    pulumiOrSkip(context);
    const programs = enginesOrSkip(context, ENGINES);
    await crdsOrSkip(context);
    const cluster = await startTestCluster(name, await programsOrSkip(context));
    const servers: LoopbackServer[] = [];
    const webhooks = new IgnoredWebhooks(cluster.api);
    const project = new PulumiProject(cluster.layout.kubeconfig);
    const stopAll = async () => {
        await webhooks.stop();
        for (const server of servers) await server.stop();
        await stop(cluster);
        project.remove();
    };
    try {
        // Istio's come with its chart, which takes none that somebody else has installed.
        await installCrds(cluster.api, (crd) => !crd.endsWith(".istio.io"));
        await installFluxAccounts(cluster.api);
        await addNode(cluster.api);
        const charts = await startChartServer(
            await obtainCharts({ istio: ISTIO, flagger: FLAGGER, env: process.env }),
        );
        servers.push(charts);
        const repository = new MeshRepository(project);
        const git = await startGitServer({ folder: repository.served });
        servers.push(git);
        useLoopback(project, charts, `${git.url}/${repository.name}`);
        const engines = await startEngines({ layout: cluster.layout, names: ENGINES, programs });
        return { cluster, engines, project, repository, stop: stopAll };
    } catch (error) {
        await stopAll();
        throw error;
    }
}

/** Has a project's stack fetch its charts and its manifests from the loopback. */
export function useLoopback(project: PulumiProject, charts: LoopbackServer, repository: string): void {
    const settings = "stacks/Pulumi.dev.yaml";
    const registry = `oci://127.0.0.1:${charts.port}/charts`;
    const above = (line: string, ...lines: readonly string[]) =>
        project.replace(settings, line, [...lines, line].join("\n    "));
    above("range: ~1.31", `charts: ${registry}`);
    above("range: ~2.9", "git:", `  url: ${repository}`, "  branch: main");
    above("range: ~1.44", `charts: ${registry}`);
    project.replace(
        "stacks/dev.lock.yaml",
        "charts: oci://ghcr.io/istio/release/charts",
        `charts: ${registry}`,
    );
}
