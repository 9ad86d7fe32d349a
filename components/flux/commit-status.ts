import type { Manifest } from "../../lifecycle/workloads/manifest";
import { FLUX_API, FLUX_NAMESPACE } from "./api";
import { WORKLOAD_KUSTOMIZATIONS } from "./kustomization-names";
import { DELIVERS_LABEL } from "./namespaces";

/** Name of the Provider and of the Alert. */
const NAME = "windlass";

/** Layers that are one Kustomization each. All others are of the workloads. */
const LAYERS_BELOW = "['system', 'gateways']";

/** Where the state of each layer is written. */
export interface CommitStatusArgs {
    /** Repository the layers are read from: `https://…` or `ssh://…`. */
    readonly url: string;
    /** Secret in Flux's namespace: key `token`, or the keys of a GitHub App. */
    readonly secret: string;
    /** What tells this cluster from others that read the same commits: the stack's name. */
    readonly cluster: string;
}

/**
 * A status of the commit for each layer, `windlass/<cluster>/<layer>`: who reads the repository sees what became of a commit in a
 * cluster that nobody outside can reach. Flux's own name for it has an id that differs with every installation.
 *
 * The address is the web's also where Flux clones by SSH, without a port of SSH's.
 *
 * @see https://fluxcd.io/flux/components/notification/providers/#git-commit-status-updates
 */
export function commitStatusProvider({ url, secret, cluster }: CommitStatusArgs): Manifest {
    const { protocol, hostname, host, pathname } = new URL(url);
    const web = protocol === "ssh:" ? `https://${hostname}` : `${protocol}//${host}`;
    return {
        apiVersion: FLUX_API.notification,
        kind: "Provider",
        metadata: { name: NAME, namespace: FLUX_NAMESPACE },
        spec: {
            type: "github",
            address: `${web}${pathname.replace(/(\.git)?\/*$/, "")}`,
            secretRef: { name: secret },
            commitStatusExpr: `'windlass/${cluster}/' + (event.involvedObject.name in ${LAYERS_BELOW} ? event.involvedObject.name : 'workloads')`,
        },
    };
}

/** Sends what happens to these Kustomizations, good and bad, to the {@link commitStatusProvider}. */
export function commitStatusAlert(layers: readonly string[]): Manifest {
    return {
        apiVersion: FLUX_API.notification,
        kind: "Alert",
        metadata: { name: NAME, namespace: FLUX_NAMESPACE },
        spec: {
            providerRef: { name: NAME },
            eventSeverity: "info",
            eventSources: layers.map((name) => ({ kind: "Kustomization", name })),
        },
    };
}

/**
 * Sends what fails in the Kustomizations of namespaces. It becomes a status of the layer `workloads`, which the layer's own
 * success takes the place of; their successes are not told, for a forge takes no hundreds of statuses a minute.
 */
export function namespacesStatusAlert(): Manifest {
    return {
        apiVersion: FLUX_API.notification,
        kind: "Alert",
        metadata: { name: `${NAME}-namespaces`, namespace: FLUX_NAMESPACE },
        spec: {
            providerRef: { name: NAME },
            eventSeverity: "error",
            eventSources: [
                { kind: "Kustomization", name: WORKLOAD_KUSTOMIZATIONS.namespaces },
                { kind: "Kustomization", name: "*", matchLabels: DELIVERS_LABEL },
            ],
        },
    };
}
