import { WindlassError } from "../../lifecycle/kit/errors";
import {
    type ObservedTemplate,
    imagesOf,
    observeCanary,
    observeTemplate,
    primaryOf,
    targetOf,
} from "../../lifecycle/observed/observe-canary";
import { isControlPlane, observeControlPlane } from "../../lifecycle/observed/observe-control-plane";
import { observeDelivery } from "../../lifecycle/observed/observe-delivery";
import { observeFluxFlags } from "../../lifecycle/observed/judge-flux-flags";
import { type ObservedRoot, ROOTS, observeRoots } from "../../lifecycle/observed/judge-roots";
import { observePod } from "../../lifecycle/observed/observe-pod";
import type { Images, ObservedCluster, ObservedControlPlane } from "../../lifecycle/observed/observed";
import { ProxyCount } from "../../lifecycle/observed/tally-proxies";
import { type Manifest, objectId } from "../../lifecycle/workloads/manifest";
import { ISTIO_NAMESPACE } from "../../lifecycle/settings/system-namespaces";
import type { Cluster, OpenClusterArgs } from "./cluster-source";
import { NetworkError } from "../http/network-error";
import { type ObjectKind, listObjects } from "./list-objects";
import { withCluster } from "./with-cluster";

export interface LookArgs extends Omit<OpenClusterArgs, "timeout"> {
    /** Milliseconds for the whole look. @default 60000 */
    readonly timeout?: number;
}

/** What a look came to. */
export type ClusterAnswer =
    | { readonly observed: ObservedCluster }
    /** Why nothing can be said of the cluster: a sentence without its full stop. */
    | { readonly unreachable: string };

/** Milliseconds a look may take. */
const TIMEOUT = 60_000;

const POD: ObjectKind = { apiVersion: "v1", kind: "Pod", resource: "pods" };
const WORKLOADS: readonly ObjectKind[] = [
    { apiVersion: "apps/v1", kind: "Deployment", resource: "deployments" },
    { apiVersion: "apps/v1", kind: "StatefulSet", resource: "statefulsets" },
    { apiVersion: "apps/v1", kind: "DaemonSet", resource: "daemonsets" },
];
const CANARY: ObjectKind = { apiVersion: "flagger.app/v1beta1", kind: "Canary", resource: "canaries" };
const DELIVERIES: readonly ObjectKind[] = [
    { apiVersion: "kustomize.toolkit.fluxcd.io/v1", kind: "Kustomization", resource: "kustomizations" },
    { apiVersion: "helm.toolkit.fluxcd.io/v2", kind: "HelmRelease", resource: "helmreleases" },
];

/**
 * One look at one cluster. That it cannot be reached, refuses the credentials, lets too little be read or takes too long is
 * an answer like any other: of ten clusters one is always away.
 */
export async function lookAtCluster({ timeout = TIMEOUT, ...args }: LookArgs): Promise<ClusterAnswer> {
    const { signal } = args;
    try {
        return { observed: await withCluster({ ...args, timeout }, observeCluster) };
    } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof DOMException && error.name === "TimeoutError")
            return { unreachable: `it did not answer within ${timeout / 1000} s` };
        if (error instanceof WindlassError) return { unreachable: sentenceOf(error) };
        // Whatever a kubeconfig's program or its file came to: nothing of it is Windlass's.
        return { unreachable: `its kubeconfig cannot be used (${shorten(String(error))})` };
    }
}

/**
 * Reads all that is judged, kind by kind and page by page. What is kept grows with workloads, not with pods.
 *
 * @throws WindlassError when the cluster does not answer, or refuses
 */
export async function observeCluster(cluster: Cluster): Promise<ObservedCluster> {
    const images = new Map<string, Images>();
    const controlPlanes: ObservedControlPlane[] = [];
    let fluxFlags: readonly string[] | undefined;
    // Canaries before workloads: a primary that is promoted in between is seen as it is after that.
    const canaries = await listObjects(cluster, CANARY, slimCanary);
    const gated = new Set(canaries.flatMap((canary) => [targetOf(canary), primaryOf(targetOf(canary))]));
    const templates = new Map<string, ObservedTemplate>();
    for (const kind of WORKLOADS) {
        await listObjects(cluster, kind, (workload) => {
            const id = objectId(workload);
            images.set(id, imagesOf(workload));
            if (gated.has(id)) templates.set(id, observeTemplate(workload));
            if (isControlPlane(workload)) controlPlanes.push(observeControlPlane(workload));
            fluxFlags ??= observeFluxFlags(workload);
            return undefined;
        });
    }
    const proxies = new ProxyCount();
    await listObjects(cluster, POD, (pod) => {
        const observed = observePod(pod);
        if (observed) proxies.add(observed);
        return undefined;
    });
    const deliveries = [];
    for (const kind of DELIVERIES) deliveries.push(...(await listObjects(cluster, kind, observeDelivery)));
    return {
        controlPlanes,
        proxies: proxies.list(),
        canaries: canaries.map((canary) => {
            const target = targetOf(canary);
            return observeCanary(canary, templates.get(primaryOf(target)), templates.get(target));
        }),
        workloads: [...images].map(([id, found]) => ({ id, images: found })),
        deliveries,
        roots: await observeRootsOf(cluster),
        fluxFlags,
    };
}

/** Whoever may not read that one ConfigMap sees everything else all the same. */
async function observeRootsOf(cluster: Cluster): Promise<readonly ObservedRoot[]> {
    const kind = { apiVersion: "v1", kind: "ConfigMap", resource: "configmaps", namespace: ISTIO_NAMESPACE };
    const keep = (configMap: Manifest) =>
        configMap.metadata.name === ROOTS ? observeRoots(configMap, Date.now()) : undefined;
    try {
        return (await listObjects(cluster, kind, keep, { fieldSelector: `metadata.name=${ROOTS}` })).flat();
    } catch (error) {
        if (!(error instanceof WindlassError) || error instanceof NetworkError) throw error;
        return [];
    }
}

/** As much of a canary as is looked at, until its primary has been read. */
function slimCanary({ apiVersion, kind, metadata, spec, status }: Manifest): Manifest {
    const { name, namespace, managedFields } = metadata;
    return { apiVersion, kind, metadata: { name, namespace, managedFields }, spec, status };
}

function sentenceOf({ details: { rule, remedy } }: WindlassError): string {
    return remedy === undefined ? rule : `${rule}. ${remedy}`;
}

function shorten(text: string): string {
    return text.replace(/[^\x20-\x7e]+/g, " ").slice(0, 200);
}
