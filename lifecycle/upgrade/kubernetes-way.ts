import type { Catalog } from "../versions/catalog";
import { indexCatalog } from "../versions/catalog-index";
import { supportedKubernetes } from "../versions/gates/kubernetes";

/** A release on a way, and the Kubernetes it can stand on. */
export interface WayStop {
    readonly version: string;
    /** Minors of Kubernetes its minor runs on, lowest first; empty where nobody knows. */
    readonly kubernetes: readonly string[];
    /** Kubernetes the cluster is to have before the step to this release: undefined where what it has will do. */
    readonly upgrade?: string;
    /** Why the step cannot be taken on any Kubernetes both releases support, as a sentence without its full stop. */
    readonly gap?: string;
}

export interface KubernetesWayArgs {
    readonly catalog: Catalog;
    /** Exact versions of the control plane in their order, the first is where the way begins. */
    readonly versions: readonly string[];
    /** The cluster's, `1.28`. @default unknown: the lowest the first release runs on */
    readonly kubernetes?: string;
    /** The moment that is asked about, in milliseconds. */
    readonly at: number;
}

/**
 * When the cluster's own Kubernetes has to move on a way of several releases: as late as possible, and no further than both
 * the release that runs and the one that follows support, so that every moment is one that Istio supports.
 */
export function kubernetesWay({ catalog, versions, kubernetes, at }: KubernetesWayArgs): readonly WayStop[] {
    const index = indexCatalog(catalog);
    const stops: WayStop[] = [];
    let now = kubernetes;
    let before: readonly string[] = [];
    for (const version of versions) {
        const minor = version.split(".").slice(0, 2).join(".");
        const supported = supportedKubernetes(minor, { index, at });
        now ??= supported[0];
        const isFirst = stops.length === 0;
        if (isFirst || supported.length === 0 || (now !== undefined && supported.includes(now))) {
            stops.push({ version, kubernetes: supported });
        } else {
            const common = supported.filter(
                (one) => before.includes(one) && (!now || numberOf(one) > numberOf(now)),
            );
            const [upgrade] = common;
            const gap =
                upgrade === undefined
                    ? `no Kubernetes above ${now ?? "it"} is supported by the release before, ${stops.at(-1)?.version ?? ""}, and by ${version}`
                    : undefined;
            stops.push({ version, kubernetes: supported, upgrade: upgrade ?? supported[0], gap });
            now = upgrade ?? supported[0];
        }
        before = supported;
    }
    return stops;
}

/** Kubernetes has one major. */
function numberOf(version: string): number {
    return Number(version.split(".")[1]);
}
