import { isRecord } from "../../lifecycle/kit/json-path";
import { observeFluxFlags } from "../../lifecycle/observed/judge-flux-flags";
import type { Manifest } from "../../lifecycle/workloads/manifest";
import type { Cluster, OpenClusterArgs } from "./cluster-source";
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
    const name = { apiVersion: "apps/v1", resource: "deployments", namespace: NAMESPACE };
    for await (const { items } of cluster.list(name, { transform: flagsOf }))
        if (items[0]) return items[0].flags;
    return undefined;
}

/** A list of a built-in kind does not say of which. */
function flagsOf(object: unknown): { readonly flags: readonly string[] } | undefined {
    if (!isRecord(object)) return undefined;
    const flags = observeFluxFlags({
        ...object,
        apiVersion: "apps/v1",
        kind: "Deployment",
    } as unknown as Manifest);
    return flags && { flags };
}
