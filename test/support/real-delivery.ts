import type { Context } from "mocha";

import { installFluxAccounts } from "../../tools/test-bed/engine-accounts";
import type { EngineName } from "../../tools/test-bed/engines";
import { startGitServer } from "../../tools/test-bed/git-server";
import { type EngineCluster, type StartEngineClusterArgs, above, startEngineCluster } from "./engine-cluster";
import { MeshRepository } from "./mesh-repository";

/** A cluster with real Flux and istiods, and everything they fetch, on the loopback. */
export interface RealDelivery extends EngineCluster {
    /** What Flux reads of stack dev. */
    readonly repository: MeshRepository;
}

/** Flux. */
export const FLUX_ENGINES: readonly EngineName[] = [
    "source-controller",
    "kustomize-controller",
    "helm-controller",
    "notification-controller",
];

/** Starts it; skips the suite, and says why, where a part is not to be had. Call it in `before`. */
export async function startRealDelivery(
    context: Context,
    args: StartEngineClusterArgs,
): Promise<RealDelivery> {
    const started = await startEngineCluster(context, { engines: FLUX_ENGINES, ...args });
    try {
        const { cluster, project, keep } = started;
        await installFluxAccounts(cluster.api);
        const repository = new MeshRepository(project);
        const git = await keep(startGitServer({ folder: repository.served }));
        const url = `${git.url}/${repository.name}`;
        above(project, "range: ~2.9", "git:", `  url: ${url}`, "  branch: main");
        return { ...started, repository };
    } catch (error) {
        await started.stop();
        throw error;
    }
}
