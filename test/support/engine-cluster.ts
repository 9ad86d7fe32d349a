import type { Context } from "mocha";
import type { Programs } from "../../tools/test-bed/programs";
import {
    type TestCluster,
    crdsOrSkip,
    installCrds,
    programsOrSkip,
    startTestCluster,
    stop,
} from "./control-plane";
import { HelmStandIn } from "./helm-stand-in";
import { pulumiOrSkip } from "./engines";
import { PulumiProject } from "./pulumi-workspace";
import { addNode } from "./stack-in-cluster";

/** What a suite on the real engine works with. */
export interface EngineCluster {
    /** A control plane with a node and all CRDs. */
    readonly cluster: TestCluster;
    readonly programs: Programs;
    readonly helm: HelmStandIn;
    readonly project: PulumiProject;
}

/**
 * Starts all of it; skips the suite, and says why, where a part is not to be had. Call it in `before`, and
 * {@link stopEngine} in `after`.
 */
export async function startEngine(context: Context, name: string): Promise<EngineCluster> {
    pulumiOrSkip(context);
    await crdsOrSkip(context);
    const programs = await programsOrSkip(context);
    const cluster = await startTestCluster(name, programs);
    try {
        await installCrds(cluster.api);
        await addNode(cluster.api);
    } catch (error) {
        await stop(cluster);
        throw error;
    }
    const helm = new HelmStandIn(cluster.api);
    return { cluster, programs, helm, project: new PulumiProject(cluster.layout.kubeconfig) };
}

/** Stops what was started, also where that is nothing. */
export async function stopEngine({ cluster, helm, project }: Partial<EngineCluster>): Promise<void> {
    await helm?.stop();
    await stop(cluster);
    project?.remove();
}
