import { observeFluxFlags } from "../../lifecycle/observed/judge-flux-flags";
import type { Cluster, OpenClusterArgs } from "./cluster-source";
import { listObjects } from "./list-objects";
import { withCluster } from "./with-cluster";

/** Milliseconds it may take, loading the library included: it is worth no longer wait. */
const TIMEOUT = 20_000;

/** Where Flux runs, as everything else that is told to it. */
const NAMESPACE = "flux-system";

/**
 * Flags of the kustomize-controller that runs in a cluster. Undefined where they cannot be read, for whatever reason: no
 * cluster, no rights, no such controller.
 */
export async function readFluxFlags(
    args: Pick<OpenClusterArgs, "context" | "kubeconfig">,
    timeout = TIMEOUT,
): Promise<readonly string[] | undefined> {
    try {
        return await withCluster({ ...args, timeout }, read);
    } catch {
        return undefined;
    }
}

async function read(cluster: Cluster): Promise<readonly string[] | undefined> {
    const kind = { apiVersion: "apps/v1", kind: "Deployment", resource: "deployments", namespace: NAMESPACE };
    const [flags] = await listObjects(cluster, kind, observeFluxFlags);
    return flags;
}
