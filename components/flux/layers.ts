import type { Manifest } from "../../lifecycle/workloads/manifest";
import { FLUX_NAMESPACE, SAFETY_INTERVAL } from "./api";
import { CANARY_HEALTH, type Decryption, kustomization } from "./kustomization";
import { WORKLOAD_KUSTOMIZATIONS } from "./kustomization-names";
import { gitRepository } from "./sources";

/** The layers Flux delivers, in the order they are brought up: a folder in the repository each. */
export const DELIVERED_LAYERS = ["system", "gateways", "workloads"] as const;

/** One of {@link DELIVERED_LAYERS}. */
export type DeliveredLayer = (typeof DELIVERED_LAYERS)[number];

/** Repository Flux reads. */
export interface Repository {
    readonly url: string;
    readonly branch: string;
    /** Folder of the rendered manifests, from the repository's root: `clusters/dev`. */
    readonly path: string;
    /** Secret in Flux's namespace with the credentials. @default none: a public repository */
    readonly secret?: string;
}

/** Options of {@link layerKustomization}. */
export interface LayerOptions {
    /** Time limit. @default 20m for system, 10m for gateways, 60m for workloads */
    readonly timeout?: string;
    /** Delete nothing: another deliverer takes over, or has handed over. @default false */
    readonly handover?: boolean;
    /** How encrypted manifests of workloads are decrypted. @default not at all */
    readonly decryption?: Decryption;
}

/** Name of the GitRepository the layers are read from. */
export const GIT_SOURCE = "windlass";

/**
 * Charts of Istio and Flagger, one after the other; gateways, until their pods are ready; workloads, until their canaries
 * are promoted: longer than the longest analysis.
 */
const TIMEOUTS: Readonly<Record<DeliveredLayer, string>> = {
    system: "20m",
    gateways: "10m",
    workloads: "60m",
};

/** Time limit of the workloads of a namespace where nothing else is said: that of them all. */
export const WORKLOADS_TIMEOUT = TIMEOUTS.workloads;

/** Folder of the Kustomizations of namespaces, beside those of the layers. */
export const NAMESPACES_FOLDER = "namespaces";

/** Folder without any manifest, beside those of the layers, for what applies nothing and waits. */
export const HEALTH_FOLDER = "health";

/** The repository Flux reads a stack from. */
export function stackRepository({ url, branch, secret }: Repository): Manifest {
    return gitRepository({ name: GIT_SOURCE, namespace: FLUX_NAMESPACE, url, branch, secret });
}

/**
 * A layer above Flux's own: a Kustomization that waits for the one below. The flux layer itself stays Pulumi's: what
 * applies the others cannot apply itself, and an object has one owner.
 */
export function layerKustomization(
    layer: DeliveredLayer,
    { path }: Pick<Repository, "path">,
    { timeout, handover = false, decryption }: LayerOptions = {},
): Manifest {
    const below = DELIVERED_LAYERS[DELIVERED_LAYERS.indexOf(layer) - 1];
    const isLast = layer === "workloads";
    return kustomization({
        name: layer,
        namespace: FLUX_NAMESPACE,
        source: GIT_SOURCE,
        path: folderIn(path, layer),
        timeout: timeout ?? TIMEOUTS[layer],
        dependsOn: below && [below],
        interval: isLast ? undefined : SAFETY_INTERVAL,
        // Whatever goes meanwhile, a Kustomization included, leaves its objects to the other deliverer.
        prune: !handover,
        deletionPolicy: handover ? "Orphan" : undefined,
        healthCheckExprs: isLast ? [CANARY_HEALTH] : undefined,
        // The layers below are Windlass's own, and hold no Secret.
        decryption: isLast ? decryption : undefined,
    });
}

/**
 * The layer `workloads` where each namespace has a Kustomization of its own, in Git: one that applies those, and one that is
 * Ready when all of them are, at the same commit.
 *
 * The second has the name of the one that applied every workload until 0.1.0, and takes its place in the cluster. It never
 * deletes anything: whatever that one had applied is the namespaces' now, and would else be deleted as no longer its own,
 * whether they have taken it over yet or not.
 */
export function namespacedWorkloads(
    { path }: Pick<Repository, "path">,
    { timeout = WORKLOADS_TIMEOUT }: Pick<LayerOptions, "timeout"> = {},
): { readonly namespaces: Manifest; readonly workloads: Manifest } {
    const common = {
        namespace: FLUX_NAMESPACE,
        source: GIT_SOURCE,
        interval: SAFETY_INTERVAL,
        retryInterval: "30s",
        timeout,
    };
    return {
        namespaces: kustomization({
            ...common,
            name: WORKLOAD_KUSTOMIZATIONS.namespaces,
            path: folderIn(path, NAMESPACES_FOLDER),
            dependsOn: ["gateways"],
            // Ready once they are applied: one that fails must not keep the others from their next commit.
            healthChecks: [],
        }),
        workloads: kustomization({
            ...common,
            name: "workloads",
            path: folderIn(path, HEALTH_FOLDER),
            dependsOn: [WORKLOAD_KUSTOMIZATIONS.health],
            healthChecks: [],
            prune: false,
            deletionPolicy: "Orphan",
        }),
    };
}

/** A folder of a render, as a path from the repository's root. */
export function folderIn(path: string, folder: string): string {
    return `${path.replace(/\/+$/, "")}/${folder}`;
}
