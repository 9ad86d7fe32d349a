import type { Manifest } from "../../lifecycle/workloads/manifest";
import { FLUX_API, FLUX_NAMESPACE } from "./api";

/** Name of the Provider and of the Alert. */
const NAME = "windlass";

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
            commitStatusExpr: `'windlass/${cluster}/' + event.involvedObject.name`,
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
